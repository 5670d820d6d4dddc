import { ask } from './http';
import type { AuditRecord, ContentRight, Group, GroupKind, GroupRequest, GroupRight, GroupRole, Members, Membership, Principal } from './types';

const groupPath = (group: string) => `/groups/${encodeURIComponent(group)}`;
const within = (group: string, what: string, one?: string) => `${groupPath(group)}/${what}${one === undefined ? '' : `/${encodeURIComponent(one)}`}`;

async function answer<T>(method: string, path: string, json?: unknown): Promise<T> {
  return (await ask<T>(method, path, json === undefined ? {} : { json })).body;
}

/** Mine, my invitations and my applications. */
export const listGroups = () => answer<Group[]>('GET', '/groups');
/** Those that anybody may join or apply to, by a part of their name. */
export const findGroups = (find: string) => answer<Group[]>('GET', `/groups?${new URLSearchParams({ find })}`);
export const createGroup = (name: string, kind: GroupKind) => answer<Group>('POST', '/groups', { name, kind });
export const readGroup = (group: string) => answer<Group>('GET', groupPath(group));
export const changeGroup = (group: string, change: { name?: string; kind?: GroupKind }) => answer<Group>('PATCH', groupPath(group), change);
export const deleteGroup = (group: string) => answer<undefined>('DELETE', groupPath(group));

/** Joins, accepts an invitation or applies, as the group has it. */
export const joinGroup = (group: string) => answer<Membership>('POST', within(group, 'members'));
export const listMembers = (group: string, query: { q: string; offset: number; limit: number }) =>
  answer<Members>('GET', `${within(group, 'members')}?${new URLSearchParams({ q: query.q, offset: `${query.offset}`, limit: `${query.limit}` })}`);
export const setRole = (group: string, userName: string, role: GroupRole) => answer<Membership>('PATCH', within(group, 'members', userName), { role });
/** Of oneself: leaves it. */
export const removeMember = (group: string, userName: string) => answer<undefined>('DELETE', within(group, 'members', userName));

export const listRequests = (group: string) => answer<GroupRequest[]>('GET', within(group, 'requests'));
/** Invites, or accepts an application. */
export const inviteMember = (group: string, userName: string) => answer<Membership>('POST', within(group, 'requests'), { userName });
/** Declines or takes back an invitation or an application. */
export const dismissRequest = (group: string, userName: string) => answer<undefined>('DELETE', within(group, 'requests', userName));

export const listRights = (group: string) => answer<GroupRight[]>('GET', within(group, 'rights'));
/** `none` takes back. */
export const grantRight = (group: string, principals: Principal[], right: ContentRight) => answer<GroupRight[]>('POST', within(group, 'rights'), { principals, right });

export const readAudit = (group: string, before: number, limit: number) => answer<AuditRecord[]>('GET', `${within(group, 'audit')}?before=${before}&limit=${limit}`);
