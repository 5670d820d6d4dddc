import { Problem } from '../api/http';
import type { Change, Contact, Field, Group } from '../api/types';
import type { Target } from '../actions/targets';
import { t, tn } from '../i18n/text.svelte';
import { forgetGroup, groupNamed, isReadable, readGroups } from '../groups/groups.svelte';
import { Live } from '../live/live.svelte';
import { bookPath, currentRoute, go, privateEnvironment } from '../navigation.svelte';
import { deleteContact, deleteContacts, restoreContact, restoreContacts } from '../offline/changing';
import { isFromCopy, readFields } from '../offline/reading';
import { isRefused } from '../offline/readOnly.svelte';
import { waiting, withKept } from '../offline/unsent.svelte';
import { preferences } from '../preferences.svelte';
import { mayVanish } from '../sharing/vanishing';
import { toastProblem } from '../ui/problems';
import { announce, toast } from '../ui/toasts.svelte';
import { BookList } from './bookList.svelte';
import { fetchLater } from './later';
import { News } from './news';
import { OpenContact } from './openContact.svelte';
import { withProgress } from './inBatches';
import { Selection } from './selection.svelte';

/** Milliseconds for the live connection to be there. */
const patience = 3000;

/** One environment's address book as the page shows it: its list, what is ticked, the open card, and what others do to it. */
export class Book {
  readonly list: BookList;
  readonly selection: Selection;
  readonly opened: OpenContact;
  readonly live: Live;
  readonly news = new News(announce, () => preferences.order);
  fields = $state.raw<Field[]>([]);
  /** The environment can be read no more: one was removed from the group, or it was deleted. */
  lost = $state(false);
  /** The rows are here and live, or that takes too long: what is beside them may come. */
  settled = $state(false);
  /** Told of every live change, and with null where some were missed. */
  readonly listeners = new Set<(changes: Change[] | null) => void>();

  #stopped = false;

  constructor(readonly environment: string) {
    this.list = new BookList(environment, preferences.order, () => void this.doubt());
    this.opened = new OpenContact(environment);
    this.selection = new Selection(this.list);
    this.live = new Live(environment, { apply: (changes, _, beside) => this.#merge(changes, beside), startOver: () => this.#readAgain(), lost: () => this.#lose() });
  }

  get isPrivate(): boolean {
    return this.environment === privateEnvironment;
  }

  /** As I stand to it; null for the private environment, and where it is not known yet. */
  get group(): Group | null {
    return groupNamed(this.environment);
  }

  async start(): Promise<void> {
    this.#stopped = false;
    const fields = readFields().then((read) => (this.fields = read)).catch(toastProblem);
    await this.list.open();
    await fields;
    if (this.list.ready && this.fields.length && !this.#stopped) void this.#settle();
  }

  async #settle(): Promise<void> {
    const live = this.live.start(this.list.cache.seq);
    await Promise.race([live, new Promise((done) => setTimeout(done, patience))]);
    this.settled = true;
    await live;
    await fetchLater();
  }

  stop(): void {
    this.#stopped = true;
    this.live.stop();
  }

  #lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.stop();
    this.selection.setAll(false);
    forgetGroup(this.environment);
  }

  /** The server knows something no more; that may be the whole environment. */
  async doubt(): Promise<void> {
    if (!this.isPrivate && !(await isReadable(this.environment))) this.#lose();
  }

  #failed(error: unknown): void {
    if (error instanceof Problem && error.status === 404) void this.doubt();
    toastProblem(error);
  }

  #merge(changes: Change[], beside: boolean): void {
    if (beside && !this.isPrivate) void readGroups();
    this.list.merge(changes);
    this.selection.merge(changes);
    this.opened.merge(changes);
    this.news.hear(changes);
    for (const hear of this.listeners) hear(changes);
  }

  #readAgain(): void {
    void this.list.startOver();
    void this.opened.readAnew();
    for (const hear of this.listeners) hear(null);
  }

  /** Whether what is done here comes back as a live change, so that nothing need be read again. */
  get #isHeard(): boolean {
    return this.live.status === 'live' && waiting().length === 0 && !isFromCopy();
  }

  /** Shows what was saved here without waiting to hear of it. */
  saved(contact: Contact): void {
    this.opened.show(contact);
    this.news.mine([contact.id]);
    if (!this.#isHeard) void this.list.reload();
  }

  async delete(id: string, name: string): Promise<void> {
    if (isRefused()) return;
    try {
      if (!(await mayVanish(this.environment, [id]))) return;
      this.news.mine([id]);
      await deleteContact(this.environment, id, name);
      this.#afterDelete([id]);
      const text = this.isPrivate ? t('deleted.one', { name }) : t('groups.deletedOne', { name, group: this.environment });
      toast(withKept(text, id), { action: { label: t('action.undo'), run: () => this.#restore(id) } });
    } catch (error) {
      this.#failed(error);
    }
  }

  async #restore(id: string): Promise<void> {
    try {
      this.news.mine([id]);
      await restoreContact(this.environment, id);
      if (!this.#isHeard) void this.list.reload();
      toast(t('restored.one'));
    } catch (error) {
      this.#failed(error);
    }
  }

  async deleteMany(target: Target): Promise<void> {
    if (isRefused()) return;
    try {
      const ids = await target.ids();
      if (!(await mayVanish(this.environment, ids))) return;
      const { done, failure } = await withProgress('deleting', ids, (some) => this.#mine(some, deleteContacts));
      this.#afterDelete(done);
      if (failure) this.#failed(failure);
      else if (done.length < ids.length) toast(tn('deleted.left', ids.length - done.length), { failed: true });
      if (done.length) toast(withKept(tn('deleted.many', done.length), done[0] ?? ''), { action: { label: t('action.undo'), run: () => this.#restoreMany(done) } });
    } catch (error) {
      toastProblem(error);
    }
  }

  async #restoreMany(ids: string[]): Promise<void> {
    const { done, failure } = await withProgress('restoring', ids, (some) => this.#mine(some, restoreContacts));
    if (!this.#isHeard) void this.list.reload();
    if (failure) this.#failed(failure);
    toast(tn('restored.many', done.length));
  }

  #mine(ids: string[], act: typeof deleteContacts): Promise<string[]> {
    this.news.mine(ids);
    return act(this.environment, ids);
  }

  nameOf(id: string): string {
    const summary = this.list.row(this.list.cache.indexOf(id) ?? -1);
    const name = summary?.[preferences.order] ?? (this.opened.contact?.id === id ? this.opened.contact.fields['displayName'] : '');
    return typeof name === 'string' ? name : '';
  }

  #afterDelete(ids: string[]): void {
    // Though it may count none by now: what comes back by an undo must not come back ticked.
    this.selection.setAll(false);
    if (!this.#isHeard) void this.list.reload();
    const route = currentRoute();
    if (route.page === 'book' && route.id !== null && ids.includes(route.id)) void go(bookPath(this.environment), { unguarded: true });
  }
}
