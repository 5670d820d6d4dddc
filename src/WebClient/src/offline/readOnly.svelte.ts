import { isCutOff } from '../api/http';
import { t } from '../i18n/text.svelte';
import { retryDelay } from '../live/retryDelay';
import { toast } from '../ui/toasts.svelte';

/** The page was started without the server: it shows the copy, and nobody knows whether its person is still signed in. */
let readOnly = $state(false);

export const isReadOnly = () => readOnly;

/** Says why where nothing can be changed. */
export function isRefused(): boolean {
  if (readOnly) toast(t('connection.readOnly'));
  return readOnly;
}

/** Asks until the server is there; everything can then be changed again. */
export async function askUntilAnswered(ask: () => Promise<void>): Promise<void> {
  readOnly = true;
  for (let attempt = 0; readOnly; attempt++) {
    await aMoment(retryDelay(attempt));
    try {
      if (readOnly) await ask();
      readOnly = false;
    } catch (error) {
      if (!isCutOff(error)) attempt = Math.max(attempt, 6);
    }
  }
}

export function stopAsking(): void {
  readOnly = false;
}

/** Shorter where the browser learns before its end that it is online. */
function aMoment(delay: number): Promise<void> {
  return new Promise((done) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      done();
    };
    const timer = setTimeout(over, delay);
    addEventListener('online', over);
  });
}

/** Marks what changes something: disabled while nothing can be, with the reason in words. */
export function changes(element: HTMLElement): (() => void) | undefined {
  if (!readOnly) return undefined;
  const { title } = element;
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    isRefused();
  };
  element.title = t('connection.readOnly');
  element.ariaDisabled = 'true';
  element.addEventListener('click', stop, { capture: true });
  return () => {
    element.title = title;
    element.ariaDisabled = null;
    element.removeEventListener('click', stop, { capture: true });
  };
}
