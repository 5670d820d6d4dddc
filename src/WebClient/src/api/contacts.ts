import { ask, askBlob, type Answer } from './http';
import type { Contact, ContactSet, Field, Fields, Letters, ListOrder, Page } from './types';

export interface ListQuery {
  order: ListOrder;
  /** Sorts as this language does. */
  locale?: string;
  limit: number;
  offset?: number;
  around?: string;
  cursor?: string;
  q?: string;
  /** Only what bears this tag, by its id. */
  tag?: string;
}

const environmentPath = (environment: string) => `/books/${encodeURIComponent(environment)}`;
const bookPath = (environment: string) => `${environmentPath(environment)}/contacts`;
const contactPath = (id: string) => `/contacts/${encodeURIComponent(id)}`;

export async function listContacts(environment: string, query: ListQuery, signal?: AbortSignal): Promise<Page> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value));
  return (await ask<Page>('GET', `${bookPath(environment)}?${search}`, signal ? { signal } : {})).body;
}

export function readContact(id: string, signal?: AbortSignal): Promise<Answer<Contact>> {
  return ask<Contact>('GET', contactPath(id), signal ? { signal } : {});
}

/** Repeated with the same key it answers the same contact. */
export function createContact(environment: string, fields: Fields, key: string): Promise<Answer<Contact>> {
  return ask<Contact>('POST', bookPath(environment), { json: { fields }, headers: { 'Idempotency-Key': key } });
}

/** Changes only the named fields; null clears one. */
export function patchContact(id: string, version: number, fields: Record<string, unknown>): Promise<Answer<Contact>> {
  return ask<Contact>('PATCH', contactPath(id), { json: { fields }, headers: { 'If-Match': `"${version}.json"` } });
}

export async function deleteContact(id: string): Promise<void> {
  await ask('DELETE', contactPath(id));
}

export async function restoreContact(id: string): Promise<void> {
  await ask('POST', `${contactPath(id)}/restore`);
}

/** Where in the list the names with each first letter begin. */
export async function readLetters(environment: string, query: { order: ListOrder; locale: string; q: string }, signal?: AbortSignal): Promise<Letters> {
  return (await ask<Letters>('GET', `${environmentPath(environment)}/letters?${new URLSearchParams(query)}`, signal ? { signal } : {})).body;
}

/** How many contacts the server reads or changes at once. */
export const manyAtOnce = 500;

/** In the order asked; those that are gone are passed over. */
export async function readContacts(environment: string, ids: string[]): Promise<Contact[]> {
  return (await ask<{ items: Contact[] }>('POST', `${bookPath(environment)}/read`, { json: { ids } })).body.items;
}

/** Their vCards, one after the other. */
export async function readCards(environment: string, ids: string[]): Promise<Blob> {
  return askBlob('POST', `${bookPath(environment)}/read`, { json: { ids }, headers: { Accept: 'text/vcard' } });
}

/** Answers those that were deleted. */
export async function deleteContacts(environment: string, ids: string[]): Promise<string[]> {
  return (await ask<ContactSet>('POST', `${bookPath(environment)}/delete`, { json: { ids } })).body.ids;
}

/** Answers those that are back. */
export async function restoreContacts(environment: string, ids: string[]): Promise<string[]> {
  return (await ask<ContactSet>('POST', `${bookPath(environment)}/restore`, { json: { ids } })).body.ids;
}

export const pictureUrl = (id: string, hash: string, size: number) => `/api/v1${contactPath(id)}/picture?size=${size}&v=${encodeURIComponent(hash)}`;

/** Makes of any picture file what a card can hold: upright, small, and nothing but the picture. */
export async function preparePicture(file: Blob): Promise<{ data: string; mediaType: string }> {
  return (await ask<{ data: string; mediaType: string }>('POST', '/pictures', { body: file, headers: { 'Content-Type': file.type || 'application/octet-stream' } })).body;
}

export const exportUrl = (environment: string) => `/api/v1/books/${encodeURIComponent(environment)}/export`;

let fields: Promise<Field[]> | undefined;

/** The server's field table. It changes with the server's version only, so it is read once. */
export function readFields(): Promise<Field[]> {
  fields ??= ask<Field[]>('GET', '/fields').then((answer) => answer.body);
  fields.catch(() => (fields = undefined));
  return fields;
}
