import { expect, test } from 'vitest';
import { Problem } from '../api/http';
import { inBatches } from './inBatches';

const many = Array.from({ length: 1200 }, (_, index) => `${index}`);

test('the server is asked for no more than it takes at once, in order', async () => {
  const asked: string[][] = [];
  const parts: number[] = [];
  const { done, failure } = await inBatches(many, async (ids) => (asked.push(ids), ids), (part) => parts.push(part));
  expect(asked.map((ids) => ids.length)).toEqual([500, 500, 200]);
  expect(done).toEqual(many);
  expect(parts).toEqual([0, 500 / 1200, 1000 / 1200]);
  expect(failure).toBeNull();
});

test('a failure ends it, and what was done until then is known', async () => {
  let calls = 0;
  const { done, failure } = await inBatches(many, async (ids) => {
    if (++calls === 2) throw new Problem(0, 'offline', '');
    return ids;
  }, () => undefined);
  expect(done.length).toBe(500);
  expect(failure?.code).toBe('offline');
  expect(calls).toBe(2);
});

test('what the server passed over is not called done', async () => {
  const { done } = await inBatches(['a', 'b'], async () => ['b'], () => undefined);
  expect(done).toEqual(['b']);
});
