/** One wrong place of what was sent: by a code for who says it in another language, and in English. */
export interface Wrong {
  path: string;
  message: string;
  code?: string;
  values?: Record<string, string>;
}

/** What the server (or the lack of one) answered instead of what was asked for: RFC 9457 problem details. */
export class Problem extends Error {
  constructor(
    /** 0: no answer at all. */
    readonly status: number,
    /** The last segment of the problem's type: stale, invalid, not-found ... */
    readonly code: string,
    readonly detail: string,
    readonly errors: Wrong[] = [],
    readonly retryAfter = 0,
  ) {
    super(detail || code);
  }
}

export interface Answer<T> {
  body: T;
  etag: string | null;
  status: number;
}

export interface Asked {
  json?: unknown;
  body?: Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Nobody waits for it: that the session has ended is for the next request to tell. */
  unasked?: boolean;
}

let answered: () => void = () => undefined;

/** Tells whoever waits for the server that it is there. */
export function onAnswered(listener: () => void): void {
  answered = listener;
}

let signedOut: () => void = () => undefined;

/** Tells the session when the server no longer knows it. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

export async function ask<T>(method: string, path: string, asked: Asked = {}): Promise<Answer<T>> {
  const response = await send(method, path, asked);
  return { body: await bodyOf<T>(response, asked.signal), etag: response.headers.get('ETag'), status: response.status };
}

/** For answers that are files. */
export async function askBlob(method: string, path: string, asked: Asked = {}): Promise<Blob> {
  return (await send(method, path, asked)).blob();
}

async function send(method: string, path: string, asked: Asked): Promise<Response> {
  const headers: Record<string, string> = { 'X-Requested-With': 'ContactOffice', Accept: 'application/json', ...asked.headers };
  let body: BodyInit | undefined = asked.body;
  if (asked.json !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(asked.json);
  }
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (body !== undefined) init.body = body;
  if (asked.signal) init.signal = asked.signal;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, init);
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    throw new Problem(0, 'offline', '');
  }
  if (!response.ok) throw await problemOf(response, path, asked.unasked);
  answered();
  return response;
}

async function bodyOf<T>(response: Response, signal?: AbortSignal): Promise<T> {
  if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined as T;
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, 'offline', ''); // Cut off in the middle of it.
  }
}

async function problemOf(response: Response, path: string, unasked = false): Promise<Problem> {
  if (response.status === 401 && path !== '/session' && !unasked) signedOut();
  let told: { type?: string; title?: string; detail?: string; errors?: Wrong[] } = {};
  try {
    told = await response.json();
  } catch {
    // A proxy's page, or nothing at all: the status has to do.
  }
  const code = told.type?.split('/').pop() ?? String(response.status);
  return new Problem(response.status, code, told.detail ?? told.title ?? '', Array.isArray(told.errors) ? told.errors : [],
    Number(response.headers.get('Retry-After')) || 0);
}

/** Nobody answered, or only a proxy did for a server that is away. */
export function isCutOff(error: unknown): boolean {
  return error instanceof Problem && [0, 502, 503, 504].includes(error.status);
}

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
