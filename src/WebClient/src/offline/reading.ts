import * as server from '../api/contacts';
import { isCutOff, Problem, type Answer } from '../api/http';
import type { Contact, Field, Page } from '../api/types';
import { privateEnvironment } from '../navigation.svelte';
import { waitingFor } from './unsent.svelte';

type Answers = typeof import('./answers');

let copied = false;

/** Whether something on the page came from the copy, and was not read again since. */
export const isFromCopy = () => copied;
export const readAgain = () => (copied = false);

/** Answers from the copy what the server cannot be asked. */
export async function orCopy<T>(asked: Promise<T>, read: (answers: Answers) => Promise<T | null>, signal?: AbortSignal): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!isCutOff(error)) throw error;
    const found = await import('./answers').then(read).catch((failure) => {
      throw failure instanceof Problem ? failure : error;
    });
    signal?.throwIfAborted();
    if (found === null) throw error;
    copied = true;
    return found;
  }
}

/** Groups are asked of the server alone: what one may see of them can end at any moment. */
export function listContacts(environment: string, query: server.ListQuery, signal?: AbortSignal): Promise<Page> {
  // The copy knows of no tags.
  if (environment !== privateEnvironment || query.tag) return server.listContacts(environment, query, signal);
  return orCopy(server.listContacts(environment, query, signal), (answers) => answers.page(environment, query), signal);
}

export function readFields(): Promise<Field[]> {
  return orCopy(server.readFields(), (answers) => answers.fields());
}

/** As it is, or as it will be once the changes are sent that wait. */
export function readContact(environment: string, id: string, signal?: AbortSignal): Promise<Answer<Contact>> {
  if (environment !== privateEnvironment) return server.readContact(id, signal);
  const local = (contact: Contact | null): Answer<Contact> | null => contact && { body: contact, etag: null, status: 200 };
  const asked = server.readContact(id, signal).then(async (answer) => {
    looked(answer.body);
    if (waitingFor(id).length === 0) return answer;
    const { asItWillBe } = await import('./asItWillBe');
    const body = asItWillBe(answer.body, waitingFor(id), answer.body.modifiedBy);
    if (!body) throw new Problem(404, 'not-found', '');
    return { ...answer, body };
  });
  // A contact that was made here is not on the server yet.
  const made = asked.catch((error) => {
    throw error instanceof Problem && error.status === 404 && waitingFor(id)[0]?.what === 'create' ? new Problem(0, 'offline', '') : error;
  });
  return orCopy(made, async (answers) => local(await answers.contact(id, environment)), signal);
}

let seen: Contact[] = [];
let keeper: ((contact: Contact) => void) | null = null;

function looked(contact: Contact): void {
  if (keeper) keeper(contact);
  else seen = [...seen.slice(-9), contact];
}

/** Hands over the contacts that are looked at, now and from now on. */
export function keepLooked(keep: ((contact: Contact) => void) | null): void {
  keeper = keep;
  if (keep) for (const contact of seen.splice(0)) keep(contact);
}
