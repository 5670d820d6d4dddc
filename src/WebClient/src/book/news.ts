import type { Change, NameOrder } from '../api/types';
import { t, tn } from '../i18n/text.svelte';

/** Told together, so that an import of others is one sentence. */
const gathering = 1200;
/** What one did oneself was told where one did it; it may come back as a live change for so long. */
const remembering = 30_000;

/** Tells those who listen rather than look what others changed, once. */
export class News {
  #heard = new Map<string, Change>();
  #mine = new Map<string, number>();
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly tell: (text: string) => void,
    readonly order: () => NameOrder,
  ) {}

  /** These are changed by oneself. */
  mine(ids: string[]): void {
    for (const [id, until] of this.#mine) if (until < Date.now()) this.#mine.delete(id);
    for (const id of ids) this.#mine.set(id, Date.now() + remembering);
  }

  hear(changes: Change[]): void {
    for (const change of changes) if (!((this.#mine.get(change.id) ?? 0) > Date.now())) this.#heard.set(change.id, change);
    if (this.#heard.size === 0) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#say(), gathering);
  }

  #say(): void {
    const changes = [...this.#heard.values()].filter((change) => !((this.#mine.get(change.id) ?? 0) > Date.now()));
    this.#heard.clear();
    const [only] = changes;
    if (!only) return;
    const name = only.summary?.[this.order()];
    if (changes.length === 1 && only.deleted) this.tell(tn('news.deleted', 1));
    else if (changes.length === 1 && name) this.tell(t(only.version === 1 ? 'news.added' : 'news.changed', { name }));
    else this.tell(tn(changes.every((change) => change.deleted) ? 'news.deleted' : 'news.many', changes.length));
  }
}
