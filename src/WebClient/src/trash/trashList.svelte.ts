import { SvelteSet } from 'svelte/reactivity';
import { Problem } from '../api/http';
import { deleteFromTrash, emptyTrash, readTrash, restoreFromTrash, type Deleted } from '../api/trash';
import type { Book } from '../book/book.svelte';
import { inBatches } from '../book/inBatches';
import { t, tn } from '../i18n/text.svelte';
import { isRefused } from '../offline/readOnly.svelte';
import { problemText } from '../ui/problems';
import { trashIds } from './burst';

export const pageSize = 100;

/** What a book's trash shows, and what is done with it. */
export class TrashList {
  items = $state.raw<Deleted[]>([]);
  total = $state(0);
  page = $state(0);
  ready = $state(false);
  readonly ticked = new SvelteSet<string>();
  /** What goes on, and how far it is. */
  busy = $state('');
  progress = $state(0);
  /** What came of the last deed. */
  told = $state('');
  wrong = $state('');

  constructor(readonly book: Book) {}

  get environment(): string {
    return this.book.environment;
  }

  get pages(): number {
    return Math.max(1, Math.ceil(this.total / pageSize));
  }

  async read(page = this.page): Promise<void> {
    try {
      const read = await readTrash(this.environment, page * pageSize, pageSize);
      this.total = read.total;
      if (read.items.length === 0 && page > 0) return await this.read(this.pages - 1);
      this.page = page;
      this.items = read.items;
      this.wrong = '';
      this.ready = true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.wrong = problemText(error);
    }
  }

  all(): Promise<string[]> {
    return trashIds(this.environment);
  }

  restore(ids: string[] | Promise<string[]>): Promise<void> {
    return this.#act('restoring', ids, (some) => restoreFromTrash(this.environment, some),
      (done, left) => [done ? tn('restored.many', done) : '', left ? tn('trash.notRestored', left) : '']);
  }

  erase(ids: string[]): Promise<void> {
    return this.#act('trash.erasing', ids, (some) => deleteFromTrash(this.environment, some),
      (done, left) => [done ? tn('trash.erased', done) : '', left ? tn('trash.notErased', left) : '']);
  }

  async empty(): Promise<void> {
    if (isRefused()) return;
    this.busy = t('trash.emptying');
    try {
      await emptyTrash(this.environment);
      this.told = t('trash.emptied');
    } catch (error) {
      this.told = problemText(error);
    } finally {
      this.busy = '';
      this.ticked.clear();
      await this.read(0);
    }
  }

  async #act(what: 'restoring' | 'trash.erasing', wanted: string[] | Promise<string[]>, act: (ids: string[]) => Promise<string[]>, say: (done: number, left: number) => string[]): Promise<void> {
    if (isRefused()) return;
    this.told = '';
    this.progress = 0;
    try {
      const ids = await wanted;
      this.busy = tn(what, ids.length);
      this.book.news.mine(ids);
      const { done, failure } = await inBatches(ids, act, (part) => (this.progress = part));
      this.told = [...say(done.length, failure ? 0 : ids.length - done.length), failure ? problemText(failure) : ''].filter(Boolean).join(' ');
      for (const id of done) this.ticked.delete(id);
    } catch (error) {
      this.told = problemText(error);
    } finally {
      this.busy = '';
      await this.read();
      // It may not be told by the live connection just now.
      if (this.book.live.status !== 'live') void this.book.list.reload();
    }
  }
}
