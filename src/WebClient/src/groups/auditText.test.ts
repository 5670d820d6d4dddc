import { expect, test, vi } from 'vitest';
import en from '../i18n/catalogues/en.json';
import { auditText } from './auditText';

vi.mock('../i18n/text.svelte', () => {
  const say = (key: string, otherwise: string, values: Record<string, string> = {}) =>
    ((en as Record<string, string>)[key] ?? otherwise).replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
  return { tOr: say, t: (key: string, values?: Record<string, string>) => say(key, key, values) };
});

const record = (what: string, whom: string | null, detail: string | null) => ({ n: 1, at: '', who: 'alice', what, whom, detail });

test.each([
  ['role-changed', 'bob', 'CoAdministrator', 'alice gave bob the role Co-administrator.'],
  ['right-granted', 'account/bob group/42', 'AddAndDelete', 'alice granted “Add and delete” to bob, the members of a group.'],
  ['group-created', 'Sales', 'OnApplication', 'alice made the group Sales (On application).'],
  ['group-changed', null, 'Open', 'alice changed the group: Open'],
  ['group-changed', 'Sales', null, 'alice changed the group: Sales'],
  ['contacts-deleted', null, '3', 'alice deleted contacts. Number: 3'],
  ['something-new', 'bob', null, 'alice something-new bob'],
])('%s of %s is a sentence', (what, whom, detail, text) => {
  expect(auditText(record(what, whom, detail))).toBe(text);
});
