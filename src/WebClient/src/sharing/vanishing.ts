import { Problem } from '../api/http';
import { readMyGroups, readShares } from '../api/sharing';
import { formatList, t, tn } from '../i18n/text.svelte';
import { agreed } from '../ui/dialogs.svelte';

/** So few are asked one by one. */
const askedFor = 8;

/** Asks first where contacts that are deleted at home vanish from groups with it. */
export async function mayVanish(environment: string, ids: string[]): Promise<boolean> {
  try {
    if (ids.length > askedFor) {
      if (environment !== 'private' || (await readMyGroups()).every((group) => group.role === 'none' && !group.mayAdd)) return true;
      return await agreed({ title: tn('vanish.title', ids.length), lines: [t('vanish.many'), t('vanish.back')], action: t('action.delete') });
    }
    const losing = new Set<string>();
    for (const shares of await Promise.all(ids.map((id) => readShares(id))))
      if (shares.some((share) => share.isHome && share.environment === environment))
        for (const share of shares) if (!share.isHome && share.environment) losing.add(share.environment);
    if (losing.size === 0) return true;
    const groups = [...losing];
    return await agreed({ title: tn('vanish.title', ids.length), lines: [tn('vanish.groups', groups.length, { groups: formatList(groups) }), t('vanish.back')], action: t('action.delete') });
  } catch (error) {
    // Without an answer nobody can be asked; what is deleted can be brought back.
    if (error instanceof Problem) return true;
    throw error;
  }
}
