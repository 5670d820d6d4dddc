import type { Principal } from '../api/sharing';
import { formatList, t } from '../i18n/text.svelte';

/** An environment as people call it; another's private one has no name here. */
export function environmentName(environment: string | null | undefined): string {
  if (environment === 'private') return t('environment.private');
  return environment ?? t('sharing.elsewhere');
}

export function principalName(principal: Principal): string {
  return principal.group ? t('rights.allOf', { group: principal.group }) : (principal.account ?? '');
}

export const principalKey = (principal: Principal) => (principal.group ? `g ${principal.group}` : `a ${principal.account}`);

export const principalNames = (principals: Principal[]) => formatList(principals.map(principalName));
