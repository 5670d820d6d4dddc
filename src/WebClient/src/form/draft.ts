import type { Fields } from '../api/types';

/** What was typed and not saved yet, with what it was typed over. */
export interface Draft {
  /** Of the contact when the edit began; 0 for a new one. */
  version: number;
  base: Fields;
  fields: Fields;
}

const key = (id: string | null) => `draft:${id ?? 'new'}`;

/** Kept by the tab: a reload, a crash or a sign-out loses nothing. */
export function keepDraft(id: string | null, draft: Draft, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(key(id), JSON.stringify(draft));
  } catch {
    // Full or forbidden: the form itself still has everything.
  }
}

export function readDraft(id: string | null, storage: Storage = sessionStorage): Draft | null {
  try {
    const draft: unknown = JSON.parse(storage.getItem(key(id)) ?? 'null');
    const valid = typeof draft === 'object' && draft !== null && 'version' in draft && 'base' in draft && 'fields' in draft;
    return valid ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

export function dropDraft(id: string | null, storage: Storage = sessionStorage): void {
  storage.removeItem(key(id));
}
