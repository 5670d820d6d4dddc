import { onAnswered } from '../api/http';
import type { Draft } from '../form/draft';
import { t } from '../i18n/text.svelte';
import { Outbox, type Change, type Entry } from './outbox';

/** What waits in this browser for the server, of whoever is signed in. */
let outbox: Outbox | null = null;
let entries = $state.raw<Entry[]>([]);

export function openOutbox(owner: string | null): void {
  outbox = owner === null ? null : new Outbox(owner);
  look();
}

export function look(): void {
  try {
    entries = outbox?.all() ?? [];
  } catch {
    entries = []; // Storage is forbidden.
  }
}

// Another tab made or sent some.
addEventListener('storage', (event) => {
  if (event.key === null || event.key.startsWith('outbox:')) look();
});

export const waiting = () => entries.filter((entry) => !entry.held);
export const waitingFor = (id: string) => waiting().filter((entry) => entry.id === id);
/** What the server refused, for its person to look at. */
export const held = () => entries.filter((entry) => entry.held);

/** Whether they were kept; false where the browser has no room for them. */
export function keep(...changes: Change[]): boolean {
  const kept = outbox?.add(...changes) ?? false;
  look();
  return kept;
}

/** A deleted contact that waits is told of as such. */
export function withKept(text: string, id: string): string {
  return waitingFor(id).length ? `${text} ${t('outbox.kept')}` : text;
}

export function drop(some: Entry[]): void {
  for (const entry of some) outbox?.remove(entry);
  look();
}

/** What was refused of a contact becomes what was typed in its form. */
export function takeUp(id: string | null): Draft | null {
  for (const entry of held()) {
    if (entry.what === 'delete' || (id === null ? entry.what !== 'create' : entry.what !== 'edit' || entry.id !== id)) continue;
    drop([entry]);
    return { version: entry.what === 'edit' ? entry.version : 0, base: entry.what === 'edit' ? entry.base : {}, fields: entry.fields };
  }
  return null;
}

/** One at a time, in all tabs of the browser. */
export async function oneAtATime<T>(act: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request('outbox', act);
  // Plain HTTP has no locks between tabs: one at a time in this one.
  const result = before.then(act);
  before = result.catch(() => undefined);
  return result;
}

let before: Promise<unknown> = Promise.resolve();

let paused = true;
let sending: Promise<void> | null = null;

/** Nothing is sent before it is known who is signed in. */
export function pauseSending(pause: boolean): void {
  paused = pause;
}

onAnswered(() => void sendWaiting());
addEventListener('online', () => void sendWaiting());

/** Sends what waits, as far as the server is there. */
export function sendWaiting(): Promise<void> {
  const mine = outbox;
  if (paused || !mine || waiting().length === 0) return Promise.resolve();
  sending ??= import('./sendAll')
    // Where its code is not here and cannot be fetched, the server is away.
    .then(({ sendAll }) => sendAll(mine, look), () => undefined)
    .finally(() => {
      sending = null;
      look();
    });
  return sending;
}
