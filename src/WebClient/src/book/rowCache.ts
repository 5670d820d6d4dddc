import type { Change, ListOrder, NameOrder, Page, Summary } from '../api/types';

/**
 * The rows of a list that were fetched so far, by their index in the whole list. A list of 100,000 is known by a few
 * windows of it only.
 */
export class RowCache {
  total = 0;
  /** The sequence number of the snapshot that the order of the rows comes from. */
  seq = 0;
  /** That of the answer that the total comes from, which may be a later one. */
  counted = 0;
  #rows = new Map<number, Summary>();
  #indexes = new Map<string, number>();

  at(index: number): Summary | undefined {
    return this.#rows.get(index);
  }

  indexOf(id: string): number | undefined {
    return this.#indexes.get(id);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Whether every row from `start` up to but without `end` is here, as far as the list reaches. */
  has(start: number, end: number): boolean {
    for (let index = Math.max(0, start); index < Math.min(end, this.total); index++) if (!this.#rows.has(index)) return false;
    return true;
  }

  /** Forgets everything for a new snapshot. */
  reset(page: Page): void {
    this.#rows.clear();
    this.#indexes.clear();
    this.seq = page.seq;
    this.fill(page);
  }

  fill(page: Page): void {
    this.total = page.total;
    this.counted = page.seq;
    page.items.forEach((summary, at) => this.#put(page.offset + at, summary));
  }

  #put(index: number, summary: Summary): void {
    // Somebody may have moved a row between two pages: a contact is shown once, where it was seen last.
    const before = this.#indexes.get(summary.id);
    if (before !== undefined && before !== index) this.#rows.delete(before);
    const replaced = this.#rows.get(index);
    if (replaced && replaced.id !== summary.id) this.#indexes.delete(replaced.id);
    this.#rows.set(index, summary);
    this.#indexes.set(summary.id, index);
  }

  /** Takes rows out; those behind them move up. */
  remove(gone: Set<number>): void {
    if (gone.size === 0) return;
    const rows = [...this.#rows].sort(([a], [b]) => a - b);
    this.#rows.clear();
    this.#indexes.clear();
    let above = 0;
    for (const [at, summary] of rows) {
      if (gone.has(at)) above++;
      else this.#put(at - above, summary);
    }
    this.total -= gone.size;
  }

  replace(summary: Summary): void {
    const index = this.#indexes.get(summary.id);
    if (index !== undefined) this.#rows.set(index, summary);
  }

  /** Keeps memory bounded while one scrolls on and on: rows farther than `reach` from what is seen are forgotten. */
  forgetBeyond(start: number, end: number, reach: number): void {
    if (this.#rows.size <= 4 * reach) return;
    for (const [index, summary] of this.#rows) {
      if (index >= start - reach && index < end + reach) continue;
      this.#rows.delete(index);
      this.#indexes.delete(summary.id);
    }
  }
}

/** What the server sorts by: a name is read in another way than it is written where its card says so. */
export const sortText = (summary: Summary, order: NameOrder) => summary[`${order}Sort`] ?? summary[order];

export interface Merged {
  /** Indexes that rows were taken from, the last one first: so each tells the place of its row when it is its turn. */
  removed: number[];
  /** Contacts whose rows show something new. */
  touched: string[];
  /** The rows' order or number is no longer known: read the window again. */
  stale: boolean;
}

/**
 * Applies what others did to the rows that are here. What keeps its place is changed at once; what may have moved, come or gone
 * unseen makes the window stale, for only the server knows its order.
 */
export function mergeChanges(cache: RowCache, changes: Change[], order: ListOrder, filtered: boolean): Merged {
  const merged: Merged = { removed: [], touched: [], stale: false };
  const gone = new Set<number>();
  for (const change of changes) {
    const known = cache.indexOf(change.id);
    const index = known !== undefined && gone.has(known) ? undefined : known;
    const row = index === undefined ? undefined : cache.at(index);
    if (change.seq <= (row?.seq ?? cache.seq)) {
      // A page knows it that was read later than the order of the rows.
      if (change.seq > cache.seq && change.seq <= cache.counted) merged.stale = true;
      continue;
    }
    if (change.deleted || !change.summary) {
      if (index === undefined) merged.stale = true;
      else gone.add(index);
      // A page that was read later counts it no more, and its rows stand where they belong without it.
      if (change.seq <= cache.counted) merged.stale = true;
      continue;
    }
    merged.touched.push(change.id);
    if (row) cache.replace(change.summary);
    if (!row || filtered || order === 'recent' || sortText(row, order) !== sortText(change.summary, order)) merged.stale = true;
  }
  cache.remove(gone);
  merged.removed = [...gone].sort((a, b) => b - a);
  return merged;
}
