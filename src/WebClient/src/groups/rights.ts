import type { Book } from '../book/book.svelte';
import { t } from '../i18n/text.svelte';
import { signedIn } from '../session/session.svelte';

/** Why nothing can be added where one looks; undefined where it can. */
export function mayNotAdd(book: Book): string | undefined {
  return book.isPrivate || book.group?.mayAdd ? undefined : t('groups.mayNotAdd');
}

const opened = (book: Book, id: string | null) => (book.opened.contact?.id === id ? book.opened.contact : null);

/** Of a contact, or of several for null. Who created a contact may always delete it. */
export function mayNotDelete(book: Book, id: string | null): string | undefined {
  if (book.isPrivate || book.group?.mayDelete || opened(book, id)?.createdBy === signedIn()?.userName) return undefined;
  return t('groups.mayNotDelete');
}

/** Undefined too where it is not known yet. */
export function mayNotEdit(book: Book, id: string): string | undefined {
  const contact = opened(book, id);
  return book.isPrivate || !contact || contact.mayEdit ? undefined : t('groups.mayNotEdit', { who: contact.createdBy });
}
