/** Sharing changes nothing in the book that one looks at, so the cards hear of it here: in this window and in others of the browser. */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('sharing');
const listeners = new Set<(ids: string[]) => void>();

channel?.addEventListener('message', ({ data }: MessageEvent<string[]>) => tell(data));

function tell(ids: string[]): void {
  for (const hear of listeners) hear(ids);
}

export function tellShared(ids: string[]): void {
  tell(ids);
  channel?.postMessage(ids);
}

export function onShared(listener: (ids: string[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
