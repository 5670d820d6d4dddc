import { ask, Problem } from '../api/http';
import type { Change, Changes, Field, Me } from '../api/types';
import * as copy from './copy';
import { keepLooked } from './reading';

/** Larger books are not copied. */
export const mostRows = 20_000;

/** Rows are fetched after whatever the page is opened for; what one looks at is kept at once. */
const firstLook = 1500;

/** Live changes of a book; null: some were missed. */
type Hear = (changes: Change[] | null) => void;

export interface Copied {
  environment: string;
  me: Me;
  fields: Field[];
  total: number;
  /** Up to where everything was heard live. */
  known: () => number;
  listen: (hear: Hear) => () => void;
  /** Until the page has nothing better to do. */
  rest: () => Promise<void>;
}

/** Keeps the copy true until it is stopped; in one tab at a time, the next one takes over. */
export async function keepCopy(book: Copied, stop: AbortSignal): Promise<void> {
  await copy.begin(book.me, book.fields);
  keepLooked((contact) => void copy.putContact(contact).catch(() => undefined));
  stop.addEventListener('abort', () => keepLooked(null));
  if (book.total > mostRows) return copy.clearBook(book.environment);
  const stopped = new Promise<void>((done) => stop.addEventListener('abort', () => done()));
  const follow = async () => {
    const unlisten = new Following(book, stop).start();
    await stopped;
    unlisten();
  };
  if (!('locks' in navigator)) return follow();
  await navigator.locks.request(`copy:${book.environment}`, { signal: stop }, follow);
}

class Following {
  #heard: Change[] = [];
  #full = false;
  #writing = Promise.resolve();

  constructor(readonly book: Copied, readonly stop: AbortSignal) {}

  start(): () => void {
    this.#do(async () => {
      await new Promise((done) => setTimeout(done, firstLook));
      if (!this.stop.aborted) await this.#fill();
    });
    return this.book.listen((changes) => {
      if (changes === null) {
        this.#full = false;
        this.#heard = []; // it may be undone
        this.#do(() => this.#fill());
      } else {
        this.#heard.push(...changes);
        this.#do(() => this.#write());
      }
    });
  }

  /** One step after the other. A full disk or a lost server ends this one only: the next goes on from what is stored. */
  #do(step: () => Promise<void>): void {
    this.#writing = this.#writing.then(() => (this.stop.aborted ? undefined : step())).catch(() => {
      this.#full = false;
    });
  }

  async #write(): Promise<void> {
    if (!this.#full) return this.#fill();
    const changes = this.#heard.splice(0);
    const last = changes.at(-1);
    if (last) await copy.apply(this.book.environment, changes, last.seq, true);
  }

  /** Reads all that is missing, page by page, while the page has nothing else to do. */
  async #fill(): Promise<void> {
    const { environment } = this.book;
    const known = this.book.known();
    let { seq } = await copy.readBook(environment);
    let horizon = 0;
    for (let more = true; more; ) {
      await this.book.rest();
      if (this.stop.aborted) return;
      const page = await readChanges(environment, seq, horizon);
      if (!page) {
        await copy.clearBook(environment);
        seq = horizon = 0;
        continue;
      }
      ({ seq, horizon, more } = page);
      await copy.apply(environment, page.changes, seq, !more);
    }
    // What comes now was all heard; another node may lag behind what this one told.
    this.#full = seq >= known;
    if (this.#full) await this.#write();
  }
}

/** Null where the log does not reach back that far. */
async function readChanges(environment: string, since: number, horizon: number): Promise<Changes | null> {
  try {
    return (await ask<Changes>('GET', `/books/${encodeURIComponent(environment)}/changes?since=${since}&horizon=${horizon}&limit=500`, { unasked: true })).body;
  } catch (error) {
    if (since > 0 && error instanceof Problem && error.status === 410) return null;
    throw error;
  }
}
