import { manyAtOnce } from '../api/contacts';
import { Problem } from '../api/http';
import type { Target } from '../actions/targets';
import { tn, type PluralKey } from '../i18n/text.svelte';
import { toastProblem } from '../ui/problems';
import { dismiss, showProgress, toast } from '../ui/toasts.svelte';

/** Does something to many contacts, as many at once as the server takes. Answers with what that gave; a failure ends it. */
export async function inBatches<T>(ids: string[], act: (ids: string[]) => Promise<T[]>, progress: (part: number) => void): Promise<{ done: T[]; failure: Problem | null }> {
  const done: T[] = [];
  try {
    for (let from = 0; from < ids.length; from += manyAtOnce) {
      progress(from / ids.length);
      done.push(...(await act(ids.slice(from, from + manyAtOnce))));
    }
    return { done, failure: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { done, failure: error };
  }
}

/** The same, and says how far it is where it takes long enough to be wondered about. */
export async function withProgress<T>(what: PluralKey, ids: string[], act: (ids: string[]) => Promise<T[]>): Promise<{ done: T[]; failure: Problem | null }> {
  const telling = ids.length > manyAtOnce ? toast(tn(what, ids.length), { progress: 0 }) : 0;
  try {
    return await inBatches(ids, act, (part) => showProgress(telling, part));
  } finally {
    dismiss(telling);
  }
}

/** All of it or nothing: a part of an export would pass for the whole. */
export async function inParts<T>(what: PluralKey, target: Target, read: (ids: string[]) => Promise<T[]>): Promise<T[] | null> {
  try {
    const { done, failure } = await withProgress(what, await target.ids(), read);
    if (!failure) return done;
    toastProblem(failure);
  } catch (error) {
    toastProblem(error);
  }
  return null;
}
