import { Problem } from '../api/http';
import { t, tOr } from '../i18n/text.svelte';
import { toast } from './toasts.svelte';

/** A failure in words for people: the catalogue's for what is known, else the server's. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.unexpected');
  const [wrong] = error.errors;
  return tOr(`problem.${error.code}`, wrong ? wrongText(wrong) : error.detail || t('problem.unexpected'));
}

/** What the server found wrong, in the page's language where the catalogue knows its code. */
export function wrongText(wrong: { code?: string | null; message: string; values?: Record<string, string> | null }): string {
  return tOr(`wrong.${wrong.code}`, wrong.message, wrong.values ?? {});
}

export function toastProblem(error: unknown): void {
  toast(problemText(error), { failed: true });
}
