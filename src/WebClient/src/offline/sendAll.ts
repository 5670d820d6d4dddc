import { t, tn } from '../i18n/text.svelte';
import { contactPath, currentRoute, editPath, go, newPath, privateEnvironment } from '../navigation.svelte';
import { problemText } from '../ui/problems';
import { toast } from '../ui/toasts.svelte';
import { deliver } from './deliver';
import type { Outbox } from './outbox';
import { sendNext, type Sent } from './sending';
import { oneAtATime } from './unsent.svelte';

/** Sends one after the other until none waits or the server is away, and tells what became of them. */
export async function sendAll(outbox: Outbox, onsent: () => void): Promise<void> {
  let count = 0;
  for (;;) {
    const sent = await oneAtATime(() => sendNext(outbox, deliver));
    if (!sent) break;
    onsent();
    if ('saved' in sent.outcome) count++;
    tell(sent);
  }
  if (count) toast(tn('outbox.sent', count));
}

function tell({ entry, outcome }: Sent): void {
  if ('refused' in outcome) {
    const name = entry.name || t('contact.unnamed');
    const text = outcome.refused.code === 'stale' ? t('outbox.conflict', { name }) : t('outbox.refused', { name, why: problemText(outcome.refused) });
    const gone = entry.what === 'create' || outcome.refused.code === 'not-found';
    const action = { label: t('outbox.look'), run: () => void go(gone ? newPath(privateEnvironment) : editPath(entry.id, privateEnvironment)) };
    toast(text, entry.what === 'delete' ? { failed: true } : { failed: true, action });
    return;
  }
  // The server may have given it another id than the one it was shown under.
  const route = currentRoute();
  if (outcome.saved && outcome.saved.id !== entry.id && route.page === 'book' && route.mode === 'view' && route.id === entry.id) void go(contactPath(outcome.saved.id), { replace: true });
}
