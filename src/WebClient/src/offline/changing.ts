import * as server from '../api/contacts';
import { isCutOff, Problem } from '../api/http';
import { privateEnvironment } from '../navigation.svelte';
import type { Change } from './outbox';
import { drop, keep, look, oneAtATime, sendWaiting, waitingFor } from './unsent.svelte';

/** Asks the server; where it cannot be reached, or earlier changes of the contact wait, this one waits too. */
export async function orKeep<T>(id: string, act: () => Promise<T>, change: Change, asKept: T): Promise<T> {
  if (waitingFor(id).length === 0)
    try {
      return await act();
    } catch (error) {
      if (!isCutOff(error)) throw error;
    }
  if (!keep(change)) throw new Problem(0, 'offline', '');
  void sendWaiting();
  return asKept;
}

export async function deleteContact(environment: string, id: string, name: string): Promise<void> {
  if (environment !== privateEnvironment) return inGroup(server.deleteContacts, environment, id);
  return orKeep(id, () => server.deleteContact(id), { what: 'delete', id, environment, name }, undefined);
}

/** There only: the contact lives on where it came from. */
async function inGroup(act: typeof server.deleteContacts, environment: string, id: string): Promise<void> {
  if ((await act(environment, [id])).length === 0) throw new Problem(403, 'forbidden', '');
}

export async function deleteContacts(environment: string, ids: string[]): Promise<string[]> {
  if (environment !== privateEnvironment) return server.deleteContacts(environment, ids);
  const alone = ids.filter((id) => waitingFor(id).length > 0);
  const others = ids.filter((id) => !alone.includes(id));
  try {
    if (others.length) others.splice(0, others.length, ...(await server.deleteContacts(environment, others)));
  } catch (error) {
    if (!isCutOff(error)) throw error;
    alone.push(...others.splice(0));
  }
  if (alone.length && !keep(...alone.map((id): Change => ({ what: 'delete', id, environment, name: '' })))) throw new Problem(0, 'offline', '');
  void sendWaiting();
  return [...others, ...alone];
}

/** Those whose deletion still waited, and waits no longer. */
function takeBack(ids: string[]): Promise<string[]> {
  return oneAtATime(async () => {
    look();
    const deletions = ids.flatMap((id) => waitingFor(id).filter((entry) => entry.what === 'delete'));
    drop(deletions);
    return deletions.map((entry) => entry.id);
  });
}

export async function restoreContact(environment: string, id: string): Promise<void> {
  if (environment !== privateEnvironment) return inGroup(server.restoreContacts, environment, id);
  if ((await takeBack([id])).length === 0) await server.restoreContact(id);
}

export async function restoreContacts(environment: string, ids: string[]): Promise<string[]> {
  if (environment !== privateEnvironment) return server.restoreContacts(environment, ids);
  const back = await takeBack(ids);
  const others = ids.filter((id) => !back.includes(id));
  return others.length ? [...back, ...(await server.restoreContacts(environment, others))] : back;
}
