import { untrack } from 'svelte';
import { isCutOff } from '../api/http';
import type { Book } from '../book/book.svelte';
import { firstThings } from '../book/later';
import { signedIn } from '../session/session.svelte';
import { whenIdle } from '../ui/idle';
import { isFromCopy, readAgain } from './reading';
import { sendWaiting, waiting } from './unsent.svelte';

/** Where nothing else tells that the server is back, it is asked this often. */
const pause = 15_000;

/** Sends and reads again what had to do without the server, once it is back; and keeps the copy for the next time. */
export function watchConnection(book: Book): void {
  // Their number, not the list: an attempt that fails looks at the list again, and must not bring the next one about.
  const count = $derived(waiting().length);
  $effect(() => {
    if (count) changed = true;
    if (book.live.status === 'live' || count === 0) untrack(() => void catchUp(book));
  });
  $effect(() => {
    const again = () => void (waiting().length ? sendWaiting() : catchUp(book));
    addEventListener('online', again);
    const timer = setInterval(again, pause);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  });
  let begun = false;
  const stop = new AbortController();
  $effect(() => {
    if (book.live.status !== 'live' || begun) return;
    begun = true;
    void untrack(() => prepare(book, stop.signal)).catch(() => undefined);
  });
  $effect(() => () => stop.abort());
}

/** Something was shown as it will be; what became of it has to be read. */
let changed = false;

async function catchUp(book: Book): Promise<void> {
  await sendWaiting();
  // No copy of a group is shown meanwhile: its rows never came.
  if (!book.list.ready && isCutOff(book.list.failed)) return book.start();
  if (waiting().length || !(changed || isFromCopy())) return;
  changed = false;
  readAgain();
  void book.list.reload();
  void book.opened.read();
}

/** Costs the first clicks nothing: the page is live, and idle. */
async function prepare(book: Book, stop: AbortSignal): Promise<void> {
  await firstThings();
  await whenIdle();
  const me = signedIn();
  if (!me || stop.aborted) return;
  // Its own files are fetched ahead too, now that nothing else is.
  if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
  if (!book.isPrivate) return;
  // What is needed without the server has to be here before it is away; plain HTTP has no worker that keeps it.
  const [{ keepCopy }] = await Promise.all([import('./copying'), import('./answers'), import('./sendAll')]);
  await keepCopy({
    environment: book.environment, me, fields: book.fields, total: book.list.query ? 0 : book.list.total, known: () => book.live.known, rest: whenIdle,
    listen: (hear) => {
      book.listeners.add(hear);
      return () => book.listeners.delete(hear);
    },
  }, stop);
}
