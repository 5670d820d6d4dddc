import { ask } from './http';
import type { components } from './schema';

export type Comment = components['schemas']['CommentResult'];

const path = (id: string) => `/contacts/${encodeURIComponent(id)}/comments`;

export async function readComments(id: string, signal?: AbortSignal): Promise<Comment[]> {
  return (await ask<Comment[]>('GET', path(id), signal ? { signal } : {})).body;
}

export async function addComment(id: string, text: string): Promise<Comment> {
  return (await ask<Comment>('POST', path(id), { json: { text } })).body;
}

export async function deleteComment(id: string, comment: string): Promise<void> {
  await ask('DELETE', `${path(id)}/${comment}`);
}
