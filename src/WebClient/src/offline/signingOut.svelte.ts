import { held, sendWaiting, waiting } from './unsent.svelte';

let decide = $state.raw<((leave: boolean) => void) | null>(null);

/** Whether the page has to ask about what is unsent. */
export const isAskedToSignOut = () => decide !== null;

export function answerSignOut(leave: boolean): void {
  decide?.(leave);
  decide = null;
}

/** Nothing unsent is lost without a word. */
export async function maySignOut(): Promise<boolean> {
  await sendWaiting().catch(() => undefined);
  if (waiting().length + held().length === 0) return true;
  return new Promise<boolean>((answer) => (decide = answer));
}
