import { SvelteSet } from 'svelte/reactivity';
import { isAborted, Problem } from '../api/http';
import type { Change, ListOrder, Page, Summary } from '../api/types';
import { sortingLocale } from '../i18n/text.svelte';
import { isFromCopy, listContacts } from '../offline/reading';
import { pageSize, takeAhead } from './ahead';
import { HeardChanges } from './heardChanges';
import { LetterIndex } from './letterIndex.svelte';
import { mergeChanges, RowCache } from './rowCache';

/** A snapshot reaches this far before what is seen, and holds this many rows. */
const snapshotBefore = 60;
const snapshotSize = 200;
/** Pages fetched ahead in the direction of scrolling: at rest, and while rows fly by. */
const pagesAhead = { resting: 1, flying: 6 };
const reach = 1500;
/** While others import thousands of contacts the window is read again this often at most. */
const reloadPause = 250;
const highlightTime = 2500;

/** The element that shows the list: it keeps what one looks at in its place when rows come and go above. */
export interface ListView {
  /** Index of the first row in sight, and of the one behind the last. */
  seen(): { first: number; end: number };
  /** The rows moved by this many places. */
  shift(rows: number): void;
  /** A row was taken from this place. */
  removed(index: number): void;
  toTop(): void;
  /** Brings a row to the top of what is seen. */
  jump(index: number): void;
}

/** One book in display order: its rows around what is seen, kept true by live changes. */
export class BookList {
  readonly cache = new RowCache();
  /** Grows with every change of the rows, for those who show them. */
  revision = $state(0);
  total = $state(0);
  ready = $state(false);
  failed = $state<Problem | null>(null);
  query = $state('');
  /** Only what bears this tag is listed. */
  tag = $state<string | null>(null);
  order = $state<ListOrder>('firstLast');
  readonly letters = new LetterIndex(this);
  /** Contacts that changed a moment ago. */
  readonly fresh = new SvelteSet<string>();
  view: ListView | null = null;

  #heard = new HeardChanges();
  #pages = new Map<number, AbortController>();
  #generation = 0;
  #opening: AbortController | null = null;
  #lastFirst = 0;
  #reloading = false;
  #reloadAgain = false;
  #searched = false;

  /** @param onunknown Told when the server knows no such book. */
  constructor(readonly environment: string, order: ListOrder, readonly onunknown: () => void = () => undefined) {
    this.order = order;
  }

  /** Whether some of the book may be left out. */
  get isFiltered(): boolean {
    return this.query !== '' || this.tag !== null;
  }

  /** Shows the list from its top by another query, order or tag. The old rows stay until the new ones are here. */
  async open(query = this.query, order = this.order, tag = this.tag): Promise<void> {
    this.query = query;
    this.order = order;
    this.tag = tag;
    this.#forgetPages();
    this.#opening?.abort();
    const opening = (this.#opening = new AbortController());
    try {
      const ahead = this.isFiltered || this.ready ? null : await takeAhead(this.environment, order);
      const page = ahead ?? (await this.#read({ offset: 0, limit: pageSize }, opening.signal));
      opening.signal.throwIfAborted();
      this.#take(page, true);
      this.failed = null;
      this.ready = true;
      this.#publish();
      this.view?.toTop();
      this.letters.readSoon();
    } catch (error) {
      if (isAborted(error)) return;
      this.failed = error instanceof Problem ? error : new Problem(0, 'unexpected', String(error));
      this.#doubt(error);
    }
  }

  /** Who goes to the search field will type: the first search of a large book waits for the server to read its texts, so it begins now. */
  expectSearch(): void {
    if (this.#searched) return;
    this.#searched = true;
    // What goes wrong with it is told by the search itself.
    listContacts(this.environment, { order: this.order, locale: sortingLocale(), limit: 1, q: 'a' }).catch(() => undefined);
  }

  row(index: number): Summary | undefined {
    return this.cache.at(index);
  }

  /** The rows from `first` up to `end` are in sight: fetches those that lack, and what comes next in that direction. */
  look(first: number, end: number): void {
    const down = first >= this.#lastFirst;
    const ahead = Math.abs(first - this.#lastFirst) > 4 ? pagesAhead.flying : pagesAhead.resting;
    this.#lastFirst = first;
    const from = Math.floor(first / pageSize) - (down ? 1 : ahead);
    const to = Math.floor(Math.max(first, end - 1) / pageSize) + (down ? ahead : 1);
    for (const [page, controller] of this.#pages) if (page < from || page > to) controller.abort();
    const wanted = [];
    for (let page = Math.max(0, from); page <= to && page * pageSize < this.total; page++) wanted.push(page);
    const middle = first / pageSize;
    wanted.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const page of wanted)
      if (!this.#pages.has(page) && !this.cache.has(page * pageSize, (page + 1) * pageSize)) void this.#fetch(page);
    // Those in sight stay until the others have come, however far one has jumped.
    if (this.cache.has(first, end)) this.cache.forgetBeyond(first, end, reach);
  }

  async #fetch(page: number): Promise<void> {
    const controller = new AbortController();
    const generation = this.#generation;
    this.#pages.set(page, controller);
    try {
      const answer = await this.#read({ offset: page * pageSize, limit: pageSize }, controller.signal);
      if (generation !== this.#generation) return;
      if (!this.#rearrange(() => this.#take(answer))) void this.reload();
    } catch (error) {
      // The next look at these rows asks again.
      this.#doubt(error);
      if (!isAborted(error) && !(error instanceof Problem)) throw error;
    } finally {
      if (this.#pages.get(page) === controller) this.#pages.delete(page);
    }
  }

  #doubt(error: unknown): void {
    if (error instanceof Problem && error.status === 404) this.onunknown();
  }

  #read(where: { offset?: number; around?: string; limit: number }, signal?: AbortSignal): Promise<Page> {
    return listContacts(this.environment, { ...where, order: this.order, locale: sortingLocale(), q: this.query, tag: this.tag ?? '' }, signal);
  }

  /** Puts an answer in place, as a new snapshot or beside what is here, and on it what was heard while it was under way. Not one that is older than what is here: what it says of places may be wrong. */
  #take(page: Page, asSnapshot = false): boolean {
    if (!asSnapshot && page.seq < this.cache.counted) return false;
    if (asSnapshot) this.cache.reset(page);
    else this.cache.fill(page);
    const missed = this.#heard.after(page.seq);
    const isStale = !missed || mergeChanges(this.cache, missed, this.order, this.isFiltered).stale;
    // The copy knows no more before the server is back, and then all is read again.
    if (isStale && !isFromCopy()) void this.reload();
    return true;
  }

  /** Reads some rows and puts them in place. Null where the list shows something else by then. */
  async #bring(where: { offset?: number; around?: string; limit: number }): Promise<Page | null> {
    const opening = this.#opening;
    for (let attempt = 1; ; attempt++) {
      const page = await this.#read(where);
      if (opening !== this.#opening) return null;
      if (this.#rearrange(() => this.#take(page)) || attempt === 3) return page;
      await this.#snapshot();
    }
  }

  /** Applies live changes. */
  merge(changes: Change[]): void {
    this.#heard.add(changes);
    if (!this.ready || changes.length === 0) return;
    const merged = this.#rearrange(() => mergeChanges(this.cache, changes, this.order, this.isFiltered));
    merged.removed.forEach((index) => this.view?.removed(index));
    if (changes.length <= 20) merged.touched.forEach((id) => this.#highlight(id));
    if (merged.stale) void this.reload();
  }

  #highlight(id: string): void {
    this.fresh.add(id);
    setTimeout(() => this.fresh.delete(id), highlightTime);
  }

  /** The book may be at an earlier state than before: what was heard is undone. */
  startOver(): Promise<void> {
    this.#heard = new HeardChanges();
    return this.reload();
  }

  /** Reads the window that is seen again, as one snapshot, and keeps what is seen in its place. */
  async reload(): Promise<void> {
    if (this.#reloading) {
      this.#reloadAgain = true;
      return;
    }
    this.#reloading = true;
    try {
      do {
        this.#reloadAgain = false;
        await this.#snapshot();
        if (this.#reloadAgain) await new Promise((done) => setTimeout(done, reloadPause));
      } while (this.#reloadAgain);
    } catch (error) {
      this.#doubt(error);
      if (!isAborted(error) && !(error instanceof Problem)) throw error;
    } finally {
      this.#reloading = false;
    }
  }

  async #snapshot(): Promise<void> {
    this.#forgetPages();
    const generation = this.#generation;
    let page: Page;
    // Who scrolls on meanwhile wants the rows where he is by then.
    for (let attempt = 1; ; attempt++) {
      page = await this.#window(this.view?.seen().first ?? 0);
      if (generation !== this.#generation) return;
      const seen = this.view?.seen() ?? { first: 0, end: 0 };
      if (attempt === 3 || (page.offset <= seen.first && page.offset + page.items.length >= Math.min(seen.end, page.total))) break;
    }
    this.#rearrange(() => this.#take(page, true));
    this.letters.readSoon();
  }

  /** The rows around a place, and with them the row that stands there now, wherever it stands by then. */
  async #window(first: number): Promise<Page> {
    const asked = this.cache.at(first)?.id;
    const page = await this.#read({ offset: Math.max(0, first - snapshotBefore), limit: snapshotSize });
    return (asked && first > 0 && !page.items.some((row) => row.id === asked) && (await this.#around(asked))) || page;
  }

  /** Changes the rows, and keeps what one looks at in its place while others come and go above it. */
  #rearrange<T>(change: () => T): T {
    const before = this.#seenRows();
    const changed = change();
    this.#publish();
    const anchor = before.find(({ id }) => this.cache.indexOf(id) !== undefined);
    const moved = anchor ? (this.cache.indexOf(anchor.id) ?? 0) - anchor.index : 0;
    // At the top of the list one sees what comes first, whatever that is.
    if (moved && (this.view?.seen().first ?? 0) > 0) this.view?.shift(moved);
    return changed;
  }

  async #around(id: string): Promise<Page | null> {
    try {
      const page = await this.#read({ around: id, limit: pageSize });
      const index = page.offset + page.items.findIndex((row) => row.id === id);
      return await this.#read({ offset: Math.max(0, index - snapshotBefore), limit: snapshotSize });
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  }

  #seenRows(): { id: string; index: number }[] {
    const seen = this.view?.seen() ?? { first: 0, end: 0 };
    const rows = [];
    for (let index = seen.first; index < seen.end; index++) {
      const id = this.cache.at(index)?.id;
      if (id && !this.fresh.has(id)) rows.push({ id, index });
    }
    return rows;
  }

  /** Where a contact stands in the list; null when it is not in it. Its rows are here afterwards. */
  async find(id: string): Promise<number | null> {
    const known = this.cache.indexOf(id);
    if (known !== undefined) return known;
    try {
      await this.#bring({ around: id, limit: pageSize });
      return this.cache.indexOf(id) ?? null;
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  /** The ids between two places, both included, fetched where they are not here. */
  async idsBetween(from: number, to: number): Promise<string[]> {
    const ids: string[] = [];
    let page: Page | null = null;
    const at = (index: number) => (this.cache.at(index) ?? page?.items[index - page.offset])?.id;
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      if (!at(index) && !(page = await this.#bring({ offset: index, limit: 500 }))) return [];
      const id = at(index);
      if (id) ids.push(id);
    }
    return ids;
  }

  #forgetPages(): void {
    this.#generation++;
    for (const controller of this.#pages.values()) controller.abort();
    this.#pages.clear();
  }

  #publish(): void {
    this.total = this.cache.total;
    this.revision++;
  }
}
