import { tn } from '../i18n/text.svelte';
import type { Selection } from './selection.svelte';

/** What is dragged; the ids of a whole book may have to be fetched, so they are asked for when they are dropped. */
export const contactsType = 'application/x-contactoffice-contacts';

let dragged: (() => Promise<string[]>) | null = null;

/** The ids that are being dragged within this page; null where something else is. */
export function draggedContacts(): Promise<string[]> | null {
  return dragged?.() ?? null;
}

/** A row that is ticked takes the whole selection with it; another one goes alone. */
export function dragContacts(event: DragEvent, selection: Selection, id: string): void {
  const many = selection.has(id);
  dragged = many ? () => selection.ids() : async () => [id];
  event.dataTransfer?.clearData();
  event.dataTransfer?.setData(contactsType, many ? '' : id);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copyLink';
  if (many) showCount(event, selection.count);
  event.target?.addEventListener('dragend', () => (dragged = null), { once: true });
}

function showCount(event: DragEvent, count: number): void {
  const badge = document.createElement('span');
  badge.className = 'dragged';
  badge.textContent = tn('list.ticked', count);
  document.body.append(badge);
  event.dataTransfer?.setDragImage(badge, 12, 12);
  setTimeout(() => badge.remove());
}
