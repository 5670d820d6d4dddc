import { Problem } from '../api/http';
import { t } from '../i18n/text.svelte';
import { problemText } from '../ui/problems';
import { toast } from '../ui/toasts.svelte';

/** What is not found here is a group or a person, never a contact. */
export const groupProblemText = (error: unknown) => (error instanceof Problem && error.status === 404 ? t('groups.notFound') : problemText(error));

export function toastGroupProblem(error: unknown): void {
  toast(groupProblemText(error), { failed: true });
}

/** Does something that may be refused, and says why it was; whether it was done. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    toastGroupProblem(error);
    return false;
  }
}

/** Reads what is shown again. What one may see no more is told by what takes its place. */
export async function reread(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof Problem && (error.status === 403 || error.status === 404))) toastGroupProblem(error);
  }
}
