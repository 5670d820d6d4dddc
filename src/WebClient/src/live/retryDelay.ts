/** Often while a node may just be restarting, then longer and longer, up to ten seconds, and never all clients of it at once. */
export function retryDelay(attempt: number): number {
  return Math.min(10_000, 250 * 1.4 ** Math.min(attempt, 20)) * (0.75 + Math.random() / 2);
}
