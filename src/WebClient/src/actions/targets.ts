import type { Book } from '../book/book.svelte';
import { mayNotDelete, mayNotEdit } from '../groups/rights';
import { t } from '../i18n/text.svelte';

/** Which contacts an action is meant for. */
export interface Target {
  count: number;
  /** The one, where it is one. */
  id: string | null;
  name: string;
  /** Fetched when they are needed: "all" may be a hundred thousand. */
  ids: () => Promise<string[]>;
  /** Why it must not be deleted from where one looks at it, or edited; undefined where it may. */
  undeletable?: string | undefined;
  uneditable?: string | undefined;
}

export const nobody: Target = { count: 0, id: null, name: '', ids: async () => [] };

export function one(book: Book, id: string): Target {
  return { count: 1, id, name: book.nameOf(id) || t('contact.unnamed'), ids: async () => [id], undeletable: mayNotDelete(book, id), uneditable: mayNotEdit(book, id) };
}

/** What is ticked, else the contact that is open. */
export function chosen(book: Book, openId: string | null): Target {
  const { selection } = book;
  if (selection.count === 0) return openId === null || book.opened.gone ? nobody : one(book, openId);
  const only = selection.only;
  return only === null ? { count: selection.count, id: null, name: '', ids: () => selection.ids(), undeletable: mayNotDelete(book, null) } : one(book, only);
}

/** A row's menu is about that row, or about the selection that it is part of. */
export function ofRow(book: Book, id: string): Target {
  return book.selection.has(id) ? chosen(book, id) : one(book, id);
}
