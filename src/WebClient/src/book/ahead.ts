import { listContacts, readFields } from '../api/contacts';
import type { ListOrder, Page } from '../api/types';
import { sortingLocale } from '../i18n/text.svelte';

/** Rows that are asked for at once, a few screens of them: a shorter answer is sooner here. The list has the same in mind. */
export const pageSize = 60;

/** What was asked for longer ago than this belongs to another visit. */
const freshFor = 10_000;

let asked: { environment: string; order: ListOrder; at: number; page: Promise<Page> } | null = null;

/** Asks for what the first look at a book needs while the code that shows it is still on its way. */
export function askAhead(environment: string, order: ListOrder): void {
  readFields().catch(() => undefined);
  const page = listContacts(environment, { offset: 0, limit: pageSize, order, locale: sortingLocale(), q: '' });
  page.catch(() => undefined); // asked for again by whoever wants it
  asked = { environment, order, at: performance.now(), page };
}

/** The first rows, where just these were asked for ahead and came; once only. */
export async function takeAhead(environment: string, order: ListOrder): Promise<Page | null> {
  const taken = asked;
  asked = null;
  if (taken?.environment !== environment || taken.order !== order || performance.now() - taken.at > freshFor) return null;
  return taken.page.catch(() => null);
}
