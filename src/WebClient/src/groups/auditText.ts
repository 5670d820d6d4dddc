import type { AuditRecord } from '../api/types';
import { t, tOr } from '../i18n/text.svelte';

const uncapitalized = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Principals as the record has them, `account/bob` or a group's book, in words. */
const people = (whom: string) =>
  whom.split(' ').map((one) => (one.startsWith('account/') ? one.slice('account/'.length) : t('groups.someGroup'))).join(', ');

/** One record of a group's history as a sentence; of a kind that this page does not know it says at least who and what. */
export function auditText({ who, what, whom, detail }: AuditRecord): string {
  const word = detail ? uncapitalized(detail) : '';
  const kind = word && tOr(`groupKind.${word}`, word);
  const values: Record<string, string> = { who, whom: whom ?? '', detail: detail ?? '' };
  if (what === 'group-created') values['detail'] = kind;
  if (what === 'group-changed') values['detail'] = [whom, kind].filter(Boolean).join(', ');
  if (what === 'role-changed') values['detail'] = tOr(`role.${word}`, word);
  if (what === 'right-granted') values['detail'] = tOr(`right.${word}`, word);
  if (['right-granted', 'right-revoked', 'edit-granted'].includes(what)) values['whom'] = people(whom ?? '');
  return tOr(`audit.${what}`, [who, what, whom, detail].filter(Boolean).join(' '), values);
}
