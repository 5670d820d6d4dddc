import { readContacts } from '../api/contacts';
import type { Contact } from '../api/types';
import type { Target } from '../actions/targets';
import type { Book } from '../book/book.svelte';
import { inParts } from '../book/inBatches';

let sheet = $state.raw<{ contacts: Contact[] } | null>(null);

/** What is about to be printed: laid out on a sheet of its own, which only paper shows. */
export function printed(): typeof sheet {
  return sheet;
}

export async function print(book: Book, target: Target): Promise<void> {
  const contacts = await inParts('printing', target, (ids) => readContacts(book.environment, ids));
  if (contacts) sheet = { contacts };
}

export function putAway(): void {
  sheet = null;
}
