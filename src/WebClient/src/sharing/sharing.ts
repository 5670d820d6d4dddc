import { readContacts } from '../api/contacts';
import { Problem } from '../api/http';
import { shareContacts, unshareContacts } from '../api/sharing';
import { withProgress } from '../book/inBatches';
import { formatList, t, tn } from '../i18n/text.svelte';
import { isRefused } from '../offline/readOnly.svelte';
import { toastProblem } from '../ui/problems';
import { toast } from '../ui/toasts.svelte';

interface Conflict {
  contact: string;
  group: string;
}

/** Which contacts each group has anew: what it had before is not taken from it again by an undo. */
export function freshOf(shared: string[], groups: string[], before: Map<string, Set<string>>, conflicts: Conflict[]): Map<string, string[]> {
  const refused = new Set(conflicts.map(({ contact, group }) => `${group} ${contact}`));
  const fresh = new Map<string, string[]>();
  for (const group of groups) fresh.set(group, shared.filter((id) => !before.get(group)?.has(id) && !refused.has(`${group} ${id}`)));
  return fresh;
}

export async function share(environment: string, ids: string[], groups: string[], nameOf: (id: string) => string): Promise<void> {
  if (isRefused()) return;
  const before = new Map(groups.map((group) => [group, new Set<string>()]));
  const conflicts: Conflict[] = [];
  try {
    const { done, failure } = await withProgress('sharing', ids, async (some) => {
      for (const group of groups) for (const id of await alreadyIn(group, some)) before.get(group)?.add(id);
      const result = await shareContacts(environment, some, groups);
      conflicts.push(...result.conflicts);
      return result.shared;
    });
    const fresh = freshOf(done, groups, before, conflicts);
    if (failure) toastProblem(failure);
    for (const group of groups) sayConflicts(group, conflicts.filter((one) => one.group === group).map((one) => one.contact), nameOf);
    sayShared(fresh, groups, conflicts.length > 0 || failure !== null, nameOf);
  } catch (error) {
    toastProblem(error);
  }
}

function sayShared(fresh: Map<string, string[]>, groups: string[], said: boolean, nameOf: (id: string) => string): void {
  const ids = [...new Set([...fresh.values()].flat())];
  if (ids.length === 0) {
    if (!said) toast(t('shared.already', { groups: formatList(groups) }));
    return;
  }
  const taken = formatList([...fresh].filter(([, some]) => some.length).map(([group]) => group));
  const name = ids.length === 1 && ids[0] ? nameOf(ids[0]) : '';
  toast(name ? t('shared.one', { name, groups: taken }) : tn('shared.many', ids.length, { groups: taken }), { action: { label: t('action.undo'), run: () => takeBack(fresh) } });
}

function sayConflicts(group: string, ids: string[], nameOf: (id: string) => string): void {
  const [first] = ids;
  if (!first) return;
  const name = ids.length === 1 ? nameOf(first) : '';
  toast(name ? t('shared.conflict', { name, group }) : tn('shared.conflicts', ids.length, { group }), { failed: true });
}

async function takeBack(fresh: Map<string, string[]>): Promise<void> {
  for (const [group, ids] of fresh) {
    const { failure } = await withProgress('unsharing', ids, (some) => unshareContacts(group, some));
    if (failure) return toastProblem(failure);
  }
  toast(t('shared.undone'));
}

/** Who may add to a group without being in it does not see what it has. */
async function alreadyIn(group: string, ids: string[]): Promise<string[]> {
  try {
    return (await readContacts(group, ids)).map((contact) => contact.id);
  } catch (error) {
    if (error instanceof Problem && [403, 404].includes(error.status)) return [];
    throw error;
  }
}
