import type { Book } from '../book/book.svelte';
import { onShared } from './told';

/** Calls back when something about a contact may be other than before, here or elsewhere. Answers how to hear no more of it. */
export function hearOf(book: Book, id: string, changed: () => void): () => void {
  const hear: Parameters<typeof book.listeners.add>[0] = (changes) => {
    if (!changes || changes.some((change) => change.id === id && !change.deleted)) changed();
  };
  const looked = () => document.visibilityState === 'visible' && changed();
  const deaf = onShared((ids) => ids.includes(id) && changed());
  book.listeners.add(hear);
  addEventListener('focus', looked);
  return () => {
    deaf();
    book.listeners.delete(hear);
    removeEventListener('focus', looked);
  };
}
