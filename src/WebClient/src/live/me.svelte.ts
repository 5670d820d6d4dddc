/** What is one's own and no contact: groups, invitations, tags. The live connection tells that it changed, not what. */
const listeners = new Set<() => void>();

/** Called whenever it should be read again. Answers how to hear no more of it. */
export function onMine(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellMine(): void {
  for (const hear of listeners) hear();
}
