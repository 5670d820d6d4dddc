import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askingPause, lastWord, patience } from './lastWord';

const answers: (Response | 'cut')[] = [];
const report = (state: string, imported: number) => Response.json({ id: 'x', state, imported });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer === 'cut') throw new TypeError('Failed to fetch');
    return answer.clone();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  answers.length = 0;
});

async function ask(tell = vi.fn(), signal = new AbortController().signal) {
  const word = lastWord('x', tell, signal);
  word.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(patience + 30_000);
  return word;
}

test('a dead server is asked again until it answers', async () => {
  answers.push('cut', 'cut', new Response(null, { status: 503 }), report('failed', 400));
  expect((await ask())?.imported).toBe(400);
});

test('an import that still runs is waited for, and how far it is is told', async () => {
  answers.push(report('running', 10), report('running', 20), report('finished', 30));
  const tell = vi.fn();
  expect((await ask(tell))?.imported).toBe(30);
  expect(tell).toHaveBeenCalledTimes(2);
});

test('an import that the server does not know never began', async () => {
  answers.push('cut', new Response(null, { status: 404 }));
  expect(await ask()).toBeNull();
});

test('a refusal is not asked again', async () => {
  answers.push(new Response(null, { status: 403 }));
  await expect(ask()).rejects.toMatchObject({ status: 403 });
});

test('after five minutes it is given up', async () => {
  answers.push('cut');
  await expect(ask()).rejects.toMatchObject({ status: 0 });
});

test('it can be called off', async () => {
  answers.push('cut');
  const controller = new AbortController();
  const word = lastWord('x', () => undefined, controller.signal);
  word.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(2_000);
  controller.abort();
  await expect(word).rejects.toMatchObject({ name: 'AbortError' });
});

test('the pauses grow up to ten seconds', () => {
  expect(askingPause(0)).toBe(500);
  expect(askingPause(1)).toBeGreaterThan(askingPause(0));
  expect(askingPause(100)).toBe(10_000);
});
