import type { Fields } from '../api/types';

/** A change that was made while the server could not be reached. */
export type Change = { id: string; environment: string; /** Of the contact, to tell of it. */ name: string } & (
  | { what: 'create'; /** Sent as Idempotency-Key, so that a second time makes no second contact. */ key: string; fields: Fields }
  | { what: 'edit'; version: number; base: Fields; fields: Fields }
  | { what: 'delete' }
);

export type Entry = Change & {
  /** Its place in the order of sending; unique. */
  order: number;
  /** The server will not take it as it is, for this reason: it waits for its person instead. */
  held?: string;
};

/** More than anybody types on a journey; what is beyond is refused, as if there was no outbox. */
const most = 1000;

/**
 * What waits to be sent, in the browser's storage: it outlives reloads and closed tabs. An item of the storage for each, so
 * that two tabs never write over each other's.
 */
export class Outbox {
  readonly #prefix: string;

  constructor(owner: string, readonly storage: Storage = localStorage) {
    this.#prefix = `outbox:${encodeURIComponent(owner)}:`;
  }

  /** All, in the order in which they were made. */
  all(): Entry[] {
    const keys = Array.from({ length: this.storage.length }, (_, at) => this.storage.key(at) ?? '');
    return keys.filter((key) => key.startsWith(this.#prefix)).flatMap((key) => this.#read(key)).sort((a, b) => a.order - b.order);
  }

  waiting(): Entry[] {
    return this.all().filter((entry) => !entry.held);
  }

  /** Whether there was room for them. */
  add(...changes: Change[]): boolean {
    const all = this.all();
    if (all.length + changes.length > most) return false;
    const first = Math.max(Date.now(), Math.floor(all.at(-1)?.order ?? 0) + 1);
    try {
      // The fraction is for two tabs in one millisecond; rounded it is no whole one, which is the next change's.
      changes.forEach((change, at) => this.put({ ...change, order: first + at + Math.random() * 0.99 }));
      return true;
    } catch {
      return false; // Full or forbidden.
    }
  }

  put(entry: Entry): void {
    this.storage.setItem(this.#key(entry), JSON.stringify(entry));
  }

  remove(entry: Entry): void {
    this.storage.removeItem(this.#key(entry));
  }

  clear(): void {
    for (const entry of this.all()) this.remove(entry);
  }

  #key(entry: Entry): string {
    return this.#prefix + entry.order;
  }

  #read(key: string): Entry[] {
    try {
      const entry: unknown = JSON.parse(this.storage.getItem(key) ?? '');
      return typeof entry === 'object' && entry !== null && 'order' in entry && 'what' in entry ? [entry as Entry] : [];
    } catch {
      return [];
    }
  }
}

/** A new contact's key, and the id that the server gives it: the same without the hyphens. Plain HTTP has no randomUUID. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const idOf = (key: string) => key.replaceAll('-', '');
