import { ask } from './http';
import type { components } from './schema';

export type Tag = components['schemas']['Tag'];

const path = (tag: string) => `/tags/${encodeURIComponent(tag)}`;

export async function listTags(): Promise<Tag[]> {
  return (await ask<Tag[]>('GET', '/tags')).body;
}

/** The ids of the contacts that bear each tag, by the tag's id. */
export async function listTagged(): Promise<Record<string, string[]>> {
  return (await ask<Record<string, string[]>>('GET', '/tags/contacts')).body;
}

export async function createTag(name: string, color: string | null): Promise<Tag> {
  return (await ask<Tag>('POST', '/tags', { json: { name, color } })).body;
}

export async function recolorTag(tag: string, color: string | null): Promise<Tag> {
  return (await ask<Tag>('PATCH', path(tag), { json: { color } })).body;
}

export async function deleteTag(tag: string): Promise<void> {
  await ask('DELETE', path(tag));
}

export async function tagContacts(tag: string, change: { add?: string[]; remove?: string[] }): Promise<void> {
  await ask('POST', `${path(tag)}/contacts`, { json: change });
}
