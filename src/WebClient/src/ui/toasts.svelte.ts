export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void | Promise<void> };
  failed?: boolean;
  /** From 0 to 1: something goes on, and this stays as long as it does. */
  progress?: number;
}

let last = 0;
export const toasts = $state<Toast[]>([]);

/** Tells something in passing; screen readers hear it once, the focus stays where it is. */
export function toast(text: string, more: Omit<Toast, 'id' | 'text'> = {}): number {
  const id = ++last;
  toasts.push({ id, text, ...more });
  const oldest = toasts.length > 3 && toasts.find((one) => one.progress === undefined);
  if (oldest) dismiss(oldest.id);
  return id;
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((one) => one.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

export function showProgress(id: number, progress: number): void {
  const one = toasts.find((toast) => toast.id === id);
  if (one) one.progress = progress;
}

/** Does what the newest toast offers: mostly "Undo". */
export function actOnToast(): boolean {
  const newest = toasts.findLast((one) => one.action);
  if (!newest?.action) return false;
  dismiss(newest.id);
  void newest.action.run();
  return true;
}

let announcement = $state('');

export function currentAnnouncement(): string {
  return announcement;
}

/** For screen readers only: what one with eyes sees anyway. */
export function announce(text: string): void {
  announcement = text;
}
