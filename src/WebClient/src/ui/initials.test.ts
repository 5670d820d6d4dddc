import { expect, it } from 'vitest';
import { hueOf, initials } from './initials';

it.each([
  ['Ada Lovelace', 'AL'],
  ['Ada', 'A'],
  ['Ada King Noel Lovelace', 'AL'],
  ['佐藤 美咲', '佐美'],
  ['(Åsa) Ångström', 'ÅÅ'],
  ['p1@example.org', 'PO'],
  ['😀', '?'],
  ['', '?'],
])('%s is shown as %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it('a contact keeps its colour', () => {
  expect(hueOf('abc')).toBe(hueOf('abc'));
  expect(hueOf('abc')).toBeLessThan(6);
});
