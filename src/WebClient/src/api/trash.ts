import { ask } from './http';
import type { components } from './schema';

export type Trash = components['schemas']['TrashPage'];
export type Deleted = Trash['items'][number];
export type Burst = Trash['bursts'][number];

type Set = components['schemas']['ContactSet'];

const path = (environment: string) => `/books/${encodeURIComponent(environment)}/trash`;

export async function readTrash(environment: string, offset: number, limit: number): Promise<Trash> {
  return (await ask<Trash>('GET', `${path(environment)}?offset=${offset}&limit=${limit}`)).body;
}

/** Answers those that are back. */
export async function restoreFromTrash(environment: string, ids: string[]): Promise<string[]> {
  return (await ask<Set>('POST', `${path(environment)}/restore`, { json: { ids } })).body.ids;
}

/** Answers those that are gone for good. */
export async function deleteFromTrash(environment: string, ids: string[]): Promise<string[]> {
  return (await ask<Set>('POST', `${path(environment)}/delete`, { json: { ids } })).body.ids;
}

export async function emptyTrash(environment: string): Promise<void> {
  await ask('DELETE', path(environment));
}
