import type { Principal } from '../api/types';
import { formatList, t } from '../i18n/text.svelte';

/** To whom something is granted, in words. */
export const principalName = ({ account, group }: Principal) => (group ? t('groups.allOf', { group }) : (account ?? ''));

export const principalNames = (principals: Principal[]) => formatList(principals.map(principalName));

/** The same for the same one. */
export const principalKey = ({ account, group }: Principal) => (group ? `group/${group}` : `account/${account}`);
