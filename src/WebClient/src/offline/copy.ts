import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Change, Contact, Field, Me, Summary } from '../api/types';

/** The browser's copy of what its person last saw. It belongs to one account. */
interface Stored extends DBSchema {
  facts: { key: 'me' | 'fields'; value: Me | Field[] };
  /** By environment: the sequence number up to which all changes are in the rows. */
  books: { key: string; value: CopiedBook };
  rows: { key: [environment: string, id: string]; value: Summary };
  contacts: { key: string; value: { id: string; seen: number; contact: Contact }; indexes: { seen: number } };
}

export interface CopiedBook {
  seq: number;
  /** False until it was read to its end once. */
  complete: boolean;
}

const name = 'offline-copy';
const mostContacts = 500;
const nothing: CopiedBook = { seq: 0, complete: false };

let opened: Promise<IDBPDatabase<Stored>> | null = null;
/** Nothing is written for anybody but them. */
let owner: string | null = null;

function open(): Promise<IDBPDatabase<Stored>> {
  opened ??= openDB<Stored>(name, 1, {
    upgrade(db) {
      db.createObjectStore('facts');
      db.createObjectStore('books');
      db.createObjectStore('rows');
      db.createObjectStore('contacts', { keyPath: 'id' }).createIndex('seen', 'seen');
    },
    // Another tab signs out.
    blocking: () => void close(),
    terminated: () => (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

async function close(): Promise<void> {
  const closing = opened;
  opened = owner = null;
  (await closing?.catch(() => null))?.close();
}

/** Begins the copy of this account; what is there of another's is deleted. */
export async function begin(me: Me, fields: Field[]): Promise<void> {
  const before = await readMe();
  if (before && before.userName !== me.userName) await forget();
  const db = await open();
  owner = me.userName;
  await Promise.all([db.put('facts', me, 'me'), db.put('facts', fields, 'fields')]);
}

export async function forget(): Promise<void> {
  await close();
  await deleteDB(name);
}

export async function readMe(): Promise<Me | null> {
  return ((await (await open()).get('facts', 'me')) as Me | undefined) ?? null;
}

export async function readFields(): Promise<Field[] | null> {
  return ((await (await open()).get('facts', 'fields')) as Field[] | undefined) ?? null;
}

export async function readBook(environment: string): Promise<CopiedBook> {
  return (await (await open()).get('books', environment)) ?? nothing;
}

const ofBook = (environment: string) => IDBKeyRange.bound([environment], [environment, []]);

export async function readRows(environment: string): Promise<Summary[]> {
  return (await open()).getAll('rows', ofBook(environment));
}

export async function readRow(environment: string, id: string): Promise<Summary | undefined> {
  return (await open()).get('rows', [environment, id]);
}

/** Applies all changes up to a sequence number, at once or not at all; those that another tab applied already are passed over. */
export async function apply(environment: string, changes: Change[], seq: number, complete: boolean): Promise<void> {
  if (!owner) return;
  const transaction = (await open()).transaction(['books', 'rows'], 'readwrite');
  const [books, rows] = [transaction.objectStore('books'), transaction.objectStore('rows')];
  const before = (await books.get(environment)) ?? nothing;
  for (const change of changes) {
    if (change.seq <= before.seq) continue;
    if (change.deleted || !change.summary) void rows.delete([environment, change.id]);
    else void rows.put(change.summary, [environment, change.id]);
  }
  void books.put({ seq: Math.max(seq, before.seq), complete: complete || before.complete }, environment);
  await transaction.done;
}

export async function clearBook(environment: string): Promise<void> {
  const transaction = (await open()).transaction(['books', 'rows'], 'readwrite');
  void transaction.objectStore('rows').delete(ofBook(environment));
  void transaction.objectStore('books').delete(environment);
  await transaction.done;
}

export async function readContact(id: string): Promise<Contact | null> {
  return (await (await open()).get('contacts', id))?.contact ?? null;
}

/** Keeps a contact that was looked at, and forgets those that were looked at longest ago. */
export async function putContact(contact: Contact): Promise<void> {
  if (!owner) return;
  const { store, done } = (await open()).transaction('contacts', 'readwrite');
  void store.put({ id: contact.id, seen: Date.now(), contact });
  let over = (await store.count()) - mostContacts;
  for (let oldest = await store.index('seen').openCursor(); oldest && over > 0; over--) {
    void oldest.delete();
    oldest = await oldest.continue();
  }
  await done;
}
