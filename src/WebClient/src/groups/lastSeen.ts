const key = (account: string, group: string) => `seen:${encodeURIComponent(account)}:${encodeURIComponent(group)}`;

/** Up to which sequence number this account has looked at a group's book in this browser. */
export function lastSeen(account: string, group: string, storage: Storage = localStorage): number {
  try {
    return Number(storage.getItem(key(account, group))) || 0;
  } catch {
    return 0;
  }
}

/** Never goes back: another tab may have looked at more. */
export function sawUpTo(account: string, group: string, seq: number, storage: Storage = localStorage): void {
  if (seq <= lastSeen(account, group, storage)) return;
  try {
    storage.setItem(key(account, group), String(seq));
  } catch {
    // Full or forbidden: the dot lights again.
  }
}
