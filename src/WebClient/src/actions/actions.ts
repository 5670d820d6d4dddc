import { exportUrl, readCards } from '../api/contacts';
import type { Book } from '../book/book.svelte';
import { t } from '../i18n/text.svelte';
import { editPath, go } from '../navigation.svelte';
import { isReadOnly } from '../offline/readOnly.svelte';
import { print } from '../print/print.svelte';
import type { IconName } from '../ui/Icon.svelte';
import { openDialog } from '../ui/dialogs.svelte';
import type { MenuItem } from '../ui/menu.svelte';
import { inParts } from '../book/inBatches';
import { saveAs } from './saveAs';
import type { Target } from './targets';

/** What can be done with contacts: the toolbar, the card, the menus of rows and the keyboard all take it from here. */
export interface Action {
  name: 'details' | 'tags' | 'share' | 'print' | 'export' | 'delete';
  icon: IconName;
  label: (target: Target) => string;
  /** One contact, or any number of them. */
  takes: 'one' | 'some';
  danger?: boolean;
  /** Needs the server to know of it. */
  changes?: boolean;
  run: (book: Book, target: Target) => unknown;
}

export const actions: Action[] = [
  { name: 'details', icon: 'edit', label: () => t('action.details'), takes: 'one', changes: true, run: (_, { id }) => id !== null && go(editPath(id)) },
  { name: 'tags', icon: 'tag', label: () => t('action.tags'), takes: 'some', changes: true, run: (_, target) => openDialog(() => import('../tags/TagsDialog.svelte'), { target }) },
  { name: 'share', icon: 'share', label: () => t('action.share'), takes: 'some', changes: true, run: (book, target) => openDialog(() => import('../sharing/ShareDialog.svelte'), { book, target }) },
  { name: 'print', icon: 'print', label: () => t('action.print'), takes: 'some', run: (book, target) => print(book, target) },
  { name: 'export', icon: 'export', label: () => t('action.exportVCard'), takes: 'some', run: exportTo },
  {
    name: 'delete', icon: 'trash', label: () => t('action.delete'), takes: 'some', danger: true, changes: true,
    run: (book, target) => (target.id === null ? book.deleteMany(target) : book.delete(target.id, target.name)),
  },
];

/** Why it cannot be done with that; undefined where it can. */
export function obstacle(action: Action, target: Target): string | undefined {
  if (action.changes && isReadOnly()) return t('connection.readOnly');
  if (target.count === 0) return t('action.chooseFirst');
  if (action.name === 'delete' && target.undeletable) return target.undeletable;
  if (action.name === 'details' && target.uneditable) return target.uneditable;
  return action.takes === 'one' && target.count > 1 ? t('action.oneOnly') : undefined;
}

export function menuItems(book: Book, target: Target): MenuItem[] {
  return actions.map((action) => ({
    label: action.label(target),
    icon: action.icon,
    disabled: obstacle(action, target),
    danger: action.danger ?? false,
    apart: action.danger ?? false,
    run: () => action.run(book, target),
  }));
}

async function exportTo(book: Book, target: Target): Promise<void> {
  if (book.selection.isEverything && target.count > 1) return saveAs(exportUrl(book.environment), 'contacts.vcf');
  const parts = await inParts('exporting', target, (ids) => readCards(book.environment, ids).then((cards) => [cards]));
  if (parts) saveAs(new Blob(parts, { type: 'text/vcard' }), target.count === 1 && target.name ? `${fileName(target.name)}.vcf` : 'contacts.vcf');
}

/** Without what some file system refuses. */
const fileName = (name: string) => name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ').trim().slice(0, 80);
