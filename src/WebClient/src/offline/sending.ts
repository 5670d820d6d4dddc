import type { Problem } from '../api/http';
import type { Contact, Fields } from '../api/types';
import { rebase } from '../form/merge';
import type { Entry, Outbox } from './outbox';

/** What became of a change: stored (nothing is left of a deleted contact), refused for good, or to be tried again later. */
export type Outcome = { saved: Contact | null } | { refused: Problem } | 'later';

export interface Sent {
  entry: Entry;
  outcome: Exclude<Outcome, 'later'>;
}

/**
 * Sends the oldest change. Null where none waits, or none can be sent now. It stays until it was answered: what is sent again after a
 * crash in between finds its key, its version or its contact gone, and changes nothing a second time.
 */
export async function sendNext(outbox: Outbox, deliver: (entry: Entry) => Promise<Outcome>): Promise<Sent | null> {
  const entry = outbox.waiting()[0];
  if (!entry) return null;
  const outcome = await deliver(entry);
  if (outcome === 'later') return null;
  if ('refused' in outcome) hold(outbox, entry, outcome.refused.code);
  else {
    if (outcome.saved) settle(outbox, entry, outcome.saved);
    outbox.remove(entry);
  }
  return { entry, outcome };
}

const after = (outbox: Outbox, entry: Entry) => outbox.all().filter((one) => one.id === entry.id && one.order > entry.order);

/** Later edits of the contact go on from what is stored now; where they collide with it, the server is left to say so. */
function settle(outbox: Outbox, entry: Entry, saved: Contact): void {
  for (const later of after(outbox, entry)) {
    if (later.what !== 'edit') outbox.put({ ...later, id: saved.id });
    else {
      const { fields, conflicts } = rebase(later.base, later.fields, saved.fields);
      const settled = conflicts.length ? {} : { version: saved.version, base: saved.fields, fields };
      outbox.put({ ...later, ...settled, id: saved.id });
      if (conflicts.length) return; // Those after it build on it.
    }
  }
}

/** Keeps what the server will not take, with all later edits of the contact in it, for its person to look at. */
function hold(outbox: Outbox, entry: Entry, why: string): void {
  const later = after(outbox, entry);
  const edits = later.filter((one) => one.what === 'edit');
  const deleted = entry.what === 'delete' || later.some((one) => one.what === 'delete');
  if (!deleted) outbox.put(held(entry, edits.at(-1)?.fields ?? entry.fields, why));
  for (const edit of edits) outbox.remove(edit);
  if (deleted) outbox.remove(entry);
}

function held(entry: Exclude<Entry, { what: 'delete' }>, fields: Fields, why: string): Entry {
  if (entry.what === 'create' || why !== 'not-found') return { ...entry, fields, held: why };
  // What somebody deleted meanwhile can only be made anew.
  const { id, environment, name, order } = entry;
  return { what: 'create', key: '', id, environment, name, order, fields: asNew(fields), held: why };
}

/** Without what belongs to the card that is gone: the ids of its lines, and its picture. */
function asNew(fields: Fields): Fields {
  return JSON.parse(JSON.stringify(fields, (name, value: unknown) => (name === 'id' || name === 'photo' ? undefined : value))) as Fields;
}
