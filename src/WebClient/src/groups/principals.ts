import type { Principal } from '../api/types';
import { t } from '../i18n/text.svelte';

/** To whom something is granted, in words. */
export const nameOf = ({ account, group }: Principal) => account ?? t('groups.allOf', { group: group ?? '' });

/** The same for the same one. */
export const keyOf = ({ account, group }: Principal) => (account ? `account/${account}` : `group/${group}`);
