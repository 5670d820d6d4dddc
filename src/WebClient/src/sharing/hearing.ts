import type { Book } from '../book/book.svelte';

/** Calls back when something about a contact may be other than before, here or elsewhere. Answers how to hear no more of it. */
export function hearOf(book: Book, id: string, changed: () => void): () => void {
  const hear: Parameters<typeof book.listeners.add>[0] = (changes) => {
    if (!changes || changes.some((change) => change.id === id && !change.deleted)) changed();
  };
  const looked = () => document.visibilityState === 'visible' && changed();
  book.listeners.add(hear);
  addEventListener('focus', looked);
  return () => {
    book.listeners.delete(hear);
    removeEventListener('focus', looked);
  };
}
