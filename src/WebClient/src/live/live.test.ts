import { describe, expect, it, vi } from 'vitest';
import { Live, reception } from './live.svelte';
import { retryDelay } from './retryDelay';

describe('a live event', () => {
  it('that follows what is known is applied', () => expect(reception(5, { from: 5, seq: 6 })).toBe('apply'));
  it('that overlaps what is known is applied', () => expect(reception(5, { from: 3, seq: 6 })).toBe('apply'));
  it('that is known already is ignored', () => expect(reception(5, { from: 4, seq: 5 })).toBe('ignore'));
  it('with a hole before it makes the client catch up', () => expect(reception(5, { from: 6, seq: 7 })).toBe('gap'));
  it('that is a heartbeat at the known number does nothing', () => expect(reception(5, { from: 5, seq: 5 })).toBe('ignore'));
  it('that is a heartbeat beyond it shows the hole', () => expect(reception(5, { from: 9, seq: 9 })).toBe('gap'));
});

describe('catching up', () => {
  function live(known: number, answer: (since: number) => object) {
    const asked: number[] = [];
    const told: number[] = [];
    const one = new Live('private', { apply: (_, seq) => told.push(seq), startOver: (seq) => told.push(-seq) });
    one.known = known;
    const invoke = async (_method: string, _environment: string, since: number) => {
      asked.push(since);
      return answer(since);
    };
    return { one, asked, told, caughtUp: one.connected({ invoke, state: 'Connected' } as never) };
  }

  it('asks once more where an event showed a gap meanwhile', async () => {
    const { one, asked, told, caughtUp } = live(8, (since) => ({ seq: since === 8 ? 10 : 11, more: false, changes: [] }));
    one.heard({ environment: 'private', from: 10, seq: 11, changes: [] });
    await caughtUp;
    expect({ asked, told, known: one.known }).toEqual({ asked: [8, 10], told: [10, 11], known: 11 });
  });

  it('asks again after a while where the server failed', async () => {
    vi.useFakeTimers();
    let failures = 2;
    const { one, asked, caughtUp } = live(8, () => {
      if (failures-- > 0) throw new Error('The server failed.');
      return { seq: 9, more: false, changes: [] };
    });
    await caughtUp;
    expect(one.status).toBe('connecting');
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect({ asked, status: one.status, known: one.known }).toEqual({ asked: [8, 8, 8], status: 'live', known: 9 });
  });

  it('goes back to where a book is that was put back to an earlier state', async () => {
    const { one, told, caughtUp } = live(500, () => ({ horizonPassed: true, seq: 300 }));
    await caughtUp;
    one.heard({ environment: 'private', from: 300, seq: 301, changes: [] });
    expect({ told, known: one.known }).toEqual({ told: [-300, 301], known: 301 });
  });
});

describe('a change beside the contacts', () => {
  it('is seen from where the event begins, not from what is known meanwhile', () => {
    const beside: boolean[] = [];
    const one = new Live('private', { apply: (_changes, _seq, other) => beside.push(other), startOver: () => undefined });
    one.known = 12;
    one.heard({ environment: 'private', from: 10, seq: 13, changes: [{}, {}] as never });
    expect(beside).toEqual([true]);
  });
});

describe('reconnecting', () => {
  it('waits longer each time, and never longer than some ten seconds', () => {
    expect(retryDelay(0)).toBeLessThan(400);
    expect(retryDelay(50)).toBeLessThanOrEqual(12_500);
    expect(retryDelay(50)).toBeGreaterThan(retryDelay(1));
  });
});
