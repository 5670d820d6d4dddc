import { ask } from './http';
import type { ImportReport } from './types';

export async function sendImport(environment: string, id: string, file: Blob, preview: boolean, signal: AbortSignal): Promise<ImportReport> {
  const path = `/books/${encodeURIComponent(environment)}/import?import=${id}&preview=${preview}`;
  return (await ask<ImportReport>('POST', path, { body: file, headers: { 'Content-Type': 'text/vcard' }, signal })).body;
}

export async function readImport(id: string, signal?: AbortSignal): Promise<ImportReport> {
  return (await ask<ImportReport>('GET', `/imports/${id}`, signal ? { signal } : {})).body;
}

export async function undoImport(id: string): Promise<{ removed: number; kept: number }> {
  return (await ask<{ removed: number; kept: number }>('POST', `/imports/${id}/undo`)).body;
}
