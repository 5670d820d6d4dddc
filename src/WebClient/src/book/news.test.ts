import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '../api/types';
import { News } from './news';

let told: string[];
let news: News;
const change = (id: string, version = 2, deleted = false) =>
  ({ id, seq: 1, version, deleted, summary: deleted ? null : { id, version, seq: 1, name: id, firstLast: `Name ${id}`, lastFirst: id } }) as unknown as Change;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  news = new News((text) => told.push(text), () => 'firstLast');
});

afterEach(() => vi.useRealTimers());

test('many changes are one sentence', () => {
  news.hear([change('a'), change('b')]);
  news.hear([change('c')]);
  vi.runAllTimers();
  expect(told).toEqual(['news.many']);
});

test('one is told by its name, and by what happened', () => {
  for (const one of [change('a', 1), change('b', 2), change('c', 3, true)]) {
    news.hear([one]);
    vi.runAllTimers();
  }
  expect(told).toEqual(['news.added', 'news.changed', 'news.deleted']);
});

test('the same contact changed again and again is told once', () => {
  for (let version = 2; version < 9; version++) news.hear([change('a', version)]);
  vi.runAllTimers();
  expect(told).toEqual(['news.changed']);
});

test('what one did oneself is not told again, whichever comes first', () => {
  news.mine(['a']);
  news.hear([change('a')]);
  news.hear([change('b')]);
  news.mine(['b']);
  vi.runAllTimers();
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60_000);
  news.hear([change('a', 3)]);
  vi.runAllTimers();
  expect(told).toEqual(['news.changed']);
});
