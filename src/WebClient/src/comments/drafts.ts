const drafts = new Map<string, string>();

/** What was typed about a contact and not sent yet. */
export const draftOf = (id: string) => drafts.get(id) ?? '';

export function keepDraft(id: string, text: string): void {
  if (text) drafts.set(id, text);
  else drafts.delete(id);
}
