import { SvelteSet } from 'svelte/reactivity';
import type { Change } from '../api/types';
import { sortingLocale } from '../i18n/text.svelte';
import { listContacts } from '../offline/reading';
import type { BookList } from './bookList.svelte';

/** Which contacts are ticked. "All" means all that the list has, those too that were never fetched. */
export class Selection {
  all = $state(false);
  /** The ticked ones, or with `all` those that are not. */
  readonly marked = new SvelteSet<string>();
  #last = 0;

  constructor(readonly list: BookList) {}

  get count(): number {
    return this.all ? Math.max(0, this.list.total - this.marked.size) : this.marked.size;
  }

  /** All of a book, and not only of what a search has found or a tag marks. */
  get isEverything(): boolean {
    return this.all && this.marked.size === 0 && !this.list.isFiltered;
  }

  /** The id of the one that is ticked; null where none is or several are. */
  get only(): string | null {
    return !this.all && this.marked.size === 1 ? ([...this.marked][0] ?? null) : null;
  }

  has(id: string): boolean {
    return this.marked.has(id) !== this.all;
  }

  set(id: string, ticked: boolean): void {
    if (ticked !== this.all) this.marked.add(id);
    else this.marked.delete(id);
  }

  /** A tick at a place; with `through` everything between it and the one before as well. */
  async tick(index: number, id: string, ticked: boolean, through: boolean): Promise<void> {
    const last = this.#last;
    this.#last = index;
    this.set(id, ticked);
    if (through) for (const between of await this.list.idsBetween(last, index)) this.set(between, ticked);
  }

  /** A click with Ctrl ticks a row or takes its tick away; one with Shift ticks everything from the one before. */
  async pick(index: number, id: string, through: boolean): Promise<void> {
    if (!through) return this.tick(index, id, !this.has(id), false);
    for (const between of await this.list.idsBetween(this.#last, index)) this.set(between, true);
  }

  /** Goes on with a selection from one row to another. */
  async extend(from: { id: string; index: number }, to: number): Promise<void> {
    if (this.count === 0) this.#last = from.index;
    this.set(from.id, true);
    for (const between of await this.list.idsBetween(from.index, to)) this.set(between, true);
  }

  setAll(ticked: boolean): void {
    this.marked.clear();
    this.all = ticked;
  }

  /** What is deleted is not ticked any more, by whomever. */
  merge(changes: Change[]): void {
    for (const { id, deleted } of changes) if (deleted) this.marked.delete(id);
  }

  async ids(): Promise<string[]> {
    if (!this.all) return [...this.marked];
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof listContacts>> = await listContacts(this.list.environment,
        { order: this.list.order, locale: sortingLocale(), q: this.list.query, tag: this.list.tag ?? '', limit: 500, cursor });
      ids.push(...page.items.map((row) => row.id));
      cursor = page.next;
    }
    return ids.filter((id) => !this.marked.has(id));
  }
}
