import type { Book } from '../book/book.svelte';

/** While others import thousands of contacts, members and rights are read again this often at most. */
const pause = 400;

/** Grows whenever something happens in the group: what is shown of it is read again. */
export class Freshness {
  revision = $state(0);
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** To be called in an effect, which ends it. */
  follow(book: Book): () => void {
    const hear = () => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        this.revision++;
      }, pause);
    };
    book.listeners.add(hear);
    return () => {
      book.listeners.delete(hear);
      clearTimeout(this.#soon);
      this.#soon = undefined;
    };
  }

  now(): void {
    this.revision++;
  }
}
