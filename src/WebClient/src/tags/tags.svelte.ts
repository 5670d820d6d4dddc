import { listTagged, listTags, type Tag } from '../api/tags';
import { Problem } from '../api/http';
import { Bearers } from './bearers';

const none: readonly Tag[] = [];
/** Much may change at once; once is read. */
const gathering = 200;

/** One's own tags and what bears them: rows, cards and the navigation show them from here. */
class Tags {
  all = $state.raw<readonly Tag[]>(none);
  bearers = $state.raw(new Bearers([]));
  ready = $state(false);
  failed = $state.raw<Problem | null>(null);
  /** Grows whenever something bears other tags than before. */
  revision = $state(0);
  #readings = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;

  of(contact: string): readonly Tag[] {
    const ids = this.bearers.tagsOf(contact);
    return ids.length === 0 ? none : this.all.filter((tag) => ids.includes(tag.id));
  }

  find(id: string | null): Tag | undefined {
    return this.all.find((tag) => tag.id === id);
  }

  async read(): Promise<void> {
    const reading = ++this.#readings;
    try {
      const [all, tagged] = await Promise.all([listTags(), listTagged()]);
      if (reading !== this.#readings) return;
      this.all = all;
      this.bearers = new Bearers(Object.entries(tagged));
      this.failed = null;
      this.ready = true;
      this.revision++;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (reading === this.#readings) this.failed = error;
    }
  }

  readSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.read(), gathering);
  }

  /** Shows what was done here without waiting to hear of it. */
  assigned(tag: string, contacts: readonly string[], on: boolean): void {
    const fresh = contacts.filter((contact) => this.bearers.has(tag, contact) !== on).length;
    this.bearers = this.bearers.with(tag, contacts, on);
    this.all = this.all.map((one) => (one.id === tag ? { ...one, count: Math.max(0, one.count + (on ? fresh : -fresh)) } : one));
    this.revision++;
  }

  /** What is the last person's is not the next one's. */
  forget(): void {
    clearTimeout(this.#soon);
    this.#readings++;
    this.all = none;
    this.bearers = new Bearers([]);
    this.ready = false;
    this.failed = null;
  }
}

export const tags = new Tags();
