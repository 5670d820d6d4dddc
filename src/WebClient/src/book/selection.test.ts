import { expect, test, vi } from 'vitest';
import type { Change } from '../api/types';
import type { BookList } from './bookList.svelte';
import { Selection } from './selection.svelte';

// It reads through the browser's storage, which is not here.
vi.mock('../offline/reading', () => ({ listContacts: vi.fn() }));

const list = (total: number) => ({ total, query: '' }) as BookList;
const deletion = (id: string) => ({ id, seq: 1, version: 2, deleted: true, summary: null }) as Change;

test('what somebody deletes is not ticked any more', () => {
  const selection = new Selection(list(3));
  selection.set('a', true);
  selection.set('b', true);
  selection.merge([deletion('a')]);
  expect(selection.count).toBe(1);
  expect(selection.only).toBe('b');
});

test('of all but one, that one deleted leaves all', () => {
  const now = list(3);
  const selection = new Selection(now);
  selection.setAll(true);
  selection.set('a', false);
  now.total = 2;
  selection.merge([deletion('a')]);
  expect(selection.count).toBe(2);
  expect(selection.isEverything).toBe(true);
});
