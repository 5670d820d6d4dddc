import { readLetters } from '../api/contacts';
import { Problem } from '../api/http';
import type { Letters } from '../api/types';
import { sortingLocale } from '../i18n/text.svelte';
import type { BookList } from './bookList.svelte';

/** Shorter lists are scrolled sooner than aimed at. */
const worthFrom = 40;
/** The rows come first, and while much happens once is enough. */
const pause = 400;

/** The letters that a list's names begin with, and where. None for a list that is not in the order of names. */
export class LetterIndex {
  all = $state.raw<Letters['letters']>([]);
  #known = '';
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly list: BookList) {}

  readSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.#read(), pause);
  }

  async #read(): Promise<void> {
    const { order, query, tag, total, cache, environment } = this.list;
    const locale = sortingLocale();
    const asked = `${order} ${locale} ${cache.seq} ${tag} ${query}`;
    if (asked === this.#known) return;
    try {
      const read = order === 'recent' || tag !== null || total < worthFrom ? [] : (await readLetters(environment, { order, locale, q: query })).letters;
      if (order !== this.list.order || query !== this.list.query || tag !== this.list.tag) return;
      this.all = read;
      this.#known = asked;
    } catch (error) {
      // A list without letters is still a list.
      if (!(error instanceof Problem)) throw error;
    }
  }
}
