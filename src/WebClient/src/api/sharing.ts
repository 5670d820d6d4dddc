import { ask } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];
export type GroupSeen = Schemas['GroupResult'];
export type Share = Schemas['ContactShare'];
export type ContactRights = Schemas['ContactRightsResult'];
export type Principal = Schemas['PrincipalName'];
export type Members = Schemas['MembersResult'];
export type SharingResult = Schemas['SharingResult'];

const bookPath = (environment: string) => `/books/${encodeURIComponent(environment)}/contacts`;
const contactPath = (id: string) => `/contacts/${encodeURIComponent(id)}`;

export async function readMyGroups(): Promise<GroupSeen[]> {
  return (await ask<GroupSeen[]>('GET', '/groups')).body;
}

export async function shareContacts(environment: string, ids: string[], groups: string[]): Promise<SharingResult> {
  return (await ask<SharingResult>('POST', `${bookPath(environment)}/share`, { json: { ids, groups } })).body;
}

/** Answers those that were taken out. */
export async function unshareContacts(group: string, ids: string[]): Promise<string[]> {
  return (await ask<Schemas['ContactSet']>('POST', `${bookPath(group)}/unshare`, { json: { ids } })).body.ids;
}

export async function readShares(id: string, signal?: AbortSignal): Promise<Share[]> {
  return (await ask<Share[]>('GET', `${contactPath(id)}/shares`, signal ? { signal } : {})).body;
}

export async function shareContact(id: string, groups: string[]): Promise<SharingResult> {
  return (await ask<SharingResult>('POST', `${contactPath(id)}/shares`, { json: { groups } })).body;
}

export async function unshareContact(id: string, group: string): Promise<void> {
  await ask('DELETE', `${contactPath(id)}/shares/${encodeURIComponent(group)}`);
}

export async function readContactRights(id: string, signal?: AbortSignal): Promise<ContactRights> {
  return (await ask<ContactRights>('GET', `${contactPath(id)}/rights`, signal ? { signal } : {})).body;
}

/** Replaces all that were granted before. */
export async function grantEdit(id: string, principals: Principal[]): Promise<ContactRights> {
  return (await ask<ContactRights>('PUT', `${contactPath(id)}/rights`, { json: { principals } })).body;
}

export async function findMembers(group: string, q: string, signal: AbortSignal): Promise<Members> {
  return (await ask<Members>('GET', `/groups/${encodeURIComponent(group)}/members?${new URLSearchParams({ q, limit: '50' })}`, { signal })).body;
}
