import { listContacts } from '../api/contacts';
import { toastProblem } from '../ui/problems';

/**
 * Follows a link to a file once the server has said that it would give it: the browser streams a book of any size by itself, but an answer
 * that refuses it would be saved as if it were the book.
 */
export async function saveBook(event: MouseEvent & { currentTarget: HTMLAnchorElement }, environment: string): Promise<void> {
  event.preventDefault();
  const { href } = event.currentTarget;
  try {
    await listContacts(environment, { order: 'firstLast', limit: 1 });
  } catch (error) {
    toastProblem(error);
    return;
  }
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}
