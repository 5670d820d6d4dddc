import { loadLaterTexts } from '../i18n/text.svelte';
import { whenIdle } from '../ui/idle';

const afterStart = 2500;

/** The first moments belong to who has come to do something. */
export const firstThings = () => new Promise<void>((done) => setTimeout(done, afterStart));

/**
 * Fetches the code of what is opened later once there is nothing else to do: then it opens at once, and while the server restarts too. One after the
 * other, so that none of it keeps a slow phone from answering a touch.
 */
export async function fetchLater(): Promise<void> {
  await firstThings();
  const parts = [
    loadLaterTexts, () => import('../form/ContactFormPane.svelte'), () => import('../transfer/ImportDialog.svelte'), () => import('../settings/SettingsDialog.svelte'),
    () => import('../tags/TagsDialog.svelte'), () => import('../sharing/ShareDialog.svelte'), () => import('../trash/TrashDialog.svelte'),
  ];
  for (const part of parts) {
    await whenIdle();
    // What does not come now is asked for again when it is opened.
    await part().catch(() => undefined);
  }
}
