import * as server from '../api/contacts';
import type { Contact, Fields } from '../api/types';
import { heading } from '../card/values';
import { sendEdit, type Edit, type SentEdit } from '../form/sendEdit';
import { privateEnvironment } from '../navigation.svelte';
import { signedIn } from '../session/session.svelte';
import { named, newContact } from './asItWillBe';
import { orKeep } from './changing';
import { idOf } from './outbox';

const nameOf = (fields: Fields) => heading(fields).name;
const who = () => signedIn()?.displayName ?? '';

export async function createContact(environment: string, key: string, fields: Fields): Promise<Contact> {
  if (environment !== privateEnvironment) return (await server.createContact(environment, fields, key)).body;
  const change = { what: 'create' as const, id: idOf(key), environment, name: nameOf(fields), key, fields };
  return orKeep(change.id, async () => (await server.createContact(environment, fields, key)).body, change, newContact({ ...change, order: Date.now() }, who()));
}

/** Kept where it cannot be sent, unless one came to the contact by a group. */
export function editContact(environment: string, contact: Contact, edit: Edit): Promise<SentEdit> {
  const { id } = contact;
  if (environment !== privateEnvironment) return sendEdit(id, edit);
  const shown = { ...contact, fields: named(edit.fields, edit.base), modifiedBy: who(), modifiedAt: new Date().toISOString() };
  return orKeep<SentEdit>(id, () => sendEdit(id, edit), { what: 'edit', id, environment: environment ?? 'private', name: nameOf(edit.fields), ...edit }, { saved: shown });
}
