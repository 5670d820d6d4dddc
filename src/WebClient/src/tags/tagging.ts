import * as server from '../api/tags';
import type { Tag } from '../api/tags';
import type { Problem } from '../api/http';
import { withProgress } from '../book/inBatches';
import { t, tn } from '../i18n/text.svelte';
import { isRefused } from '../offline/readOnly.svelte';
import { toastProblem } from '../ui/problems';
import { toast } from '../ui/toasts.svelte';
import { tags } from './tags.svelte';

/** A tag to be put on contacts, or to be taken from them. */
export interface Tagging {
  tag: string;
  ids: string[];
  on: boolean;
}

/** Puts tags on contacts and takes them away; what was so before is left alone, also by the undo. */
export async function applyTags(wanted: Tagging[]): Promise<void> {
  if (isRefused()) return;
  const done: Tagging[] = [];
  for (const { tag, ids, on } of wanted) {
    const fresh = ids.filter((id) => tags.bearers.has(tag, id) !== on);
    const made = await assign(tag, fresh, on);
    if (made.done.length || !made.failure) done.push({ tag, ids: made.done, on });
    if (made.failure) {
      toastProblem(made.failure);
      break;
    }
  }
  if (done.length) toast(told(done), done.some((one) => one.ids.length) ? { action: { label: t('action.undo'), run: () => takeBack(done) } } : {});
}

async function takeBack(done: Tagging[]): Promise<void> {
  for (const { tag, ids, on } of done) {
    const { failure } = await assign(tag, ids, !on);
    if (failure) return toastProblem(failure);
  }
  toast(t('tags.undone'));
}

async function assign(tag: string, ids: string[], on: boolean): Promise<{ done: string[]; failure: Problem | null }> {
  const made = await withProgress('tagging', ids, async (some) => {
    await server.tagContacts(tag, on ? { add: some } : { remove: some });
    return some;
  });
  tags.assigned(tag, made.done, on);
  return made;
}

function told(done: Tagging[]): string {
  const [only] = done;
  if (done.length > 1 || !only) return tn('tags.changed', new Set(done.flatMap((one) => one.ids)).size);
  const tag = tags.find(only.tag)?.name ?? '';
  if (only.ids.length === 0) return t(only.on ? 'tags.alreadyOn' : 'tags.alreadyOff', { tag });
  return tn(only.on ? 'tags.put' : 'tags.taken', only.ids.length, { tag });
}

export async function removeTag(tag: Tag): Promise<void> {
  if (isRefused()) return;
  const bearers = [...(tags.bearers.byTag.get(tag.id) ?? [])];
  try {
    await server.deleteTag(tag.id);
    await tags.read();
    toast(t('tags.deleted', { tag: tag.name }), { action: { label: t('action.undo'), run: () => bringBack(tag, bearers) } });
  } catch (error) {
    toastProblem(error);
  }
}

async function bringBack(tag: Tag, bearers: string[]): Promise<void> {
  try {
    const made = await server.createTag(tag.name, tag.color);
    tags.all = [...tags.all, made];
    const { failure } = await assign(made.id, bearers, true);
    await tags.read();
    if (failure) toastProblem(failure);
    else toast(t('tags.back', { tag: tag.name }));
  } catch (error) {
    toastProblem(error);
  }
}
