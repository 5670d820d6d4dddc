import type { Contact, Fields, Summary } from '../api/types';
import { heading, repeatsNames } from '../card/values';
import { rebase } from '../form/merge';
import type { Entry } from './outbox';

/** The contact with the changes on it that wait to be sent; null where its deletion waits, or nothing is known of it. */
export function asItWillBe(contact: Contact | null, waiting: Entry[], who: string): Contact | null {
  let seen = contact;
  for (const entry of waiting) {
    if (entry.what === 'delete') seen = null;
    else if (entry.what === 'create') seen = newContact(entry, who);
    else if (seen) seen = { ...seen, fields: named(rebase(entry.base, entry.fields, seen.fields).fields, entry.base), ...changed(entry, who) };
  }
  return seen;
}

/** A display name that only repeated the names follows them, as it will at the server. */
export function named(fields: Fields, base: Fields): Fields {
  if (fields['displayName'] !== base['displayName'] || !repeatsNames(base)) return fields;
  return { ...fields, displayName: heading({ ...fields, displayName: undefined }).name };
}

const changed = (entry: Entry, who: string) => ({ modifiedBy: who, modifiedAt: new Date(entry.order).toISOString() });

export function newContact(entry: Extract<Entry, { what: 'create' }>, who: string): Contact {
  const { id, environment, fields } = entry;
  const { modifiedBy, modifiedAt } = changed(entry, who);
  return { id, environment, uid: '', version: 0, createdBy: who, createdAt: modifiedAt, modifiedBy, modifiedAt, mayEdit: true, fields };
}

/** Its row, until the server makes one. */
export function summaryOf({ id, version, fields }: Contact, seq: number): Summary {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const first = (name: string) => (fields[name] as { value: string }[] | undefined)?.[0]?.value ?? '';
  const name = heading(fields).name || first('emails') || first('phones');
  const [given, family] = [[text('firstName'), text('middleName')].filter(Boolean).join(' '), text('lastName')];
  return {
    id, version, seq, name, firstLast: [given, family].filter(Boolean).join(' ') || name, lastFirst: [family, given].filter(Boolean).join(', ') || name,
    company: text('company'), jobTitle: text('jobTitle'), email: first('emails'), phone: first('phones'),
  };
}
