import { t, withTexts } from '../i18n/text.svelte';
import { toast } from './toasts.svelte';

/** Code that is fetched when it is wanted. Without a connection it does not come: that is told, and what was opened is closed again. */
export function fetched<T>(load: Promise<T>, close: () => void): Promise<T> {
  return withTexts(load).catch(() => {
    close();
    toast(t('problem.offline'), { failed: true });
    return new Promise<never>(() => undefined);
  });
}
