import { t } from '../i18n/text.svelte';

/** An environment as people call it; another's private one has no name here. */
export function environmentName(environment: string | null | undefined): string {
  if (environment === 'private') return t('environment.private');
  return environment ?? t('sharing.elsewhere');
}
