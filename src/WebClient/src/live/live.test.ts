import { describe, expect, it } from 'vitest';
import { reception } from './live.svelte';
import { retryDelay } from './retryDelay';

describe('a live event', () => {
  it('that follows what is known is applied', () => expect(reception(5, { from: 5, seq: 6 })).toBe('apply'));
  it('that overlaps what is known is applied', () => expect(reception(5, { from: 3, seq: 6 })).toBe('apply'));
  it('that is known already is ignored', () => expect(reception(5, { from: 4, seq: 5 })).toBe('ignore'));
  it('with a hole before it makes the client catch up', () => expect(reception(5, { from: 6, seq: 7 })).toBe('gap'));
  it('that is a heartbeat at the known number does nothing', () => expect(reception(5, { from: 5, seq: 5 })).toBe('ignore'));
  it('that is a heartbeat beyond it shows the hole', () => expect(reception(5, { from: 9, seq: 9 })).toBe('gap'));
});

describe('reconnecting', () => {
  it('waits longer each time, and never longer than some ten seconds', () => {
    expect(retryDelay(0)).toBeLessThan(400);
    expect(retryDelay(50)).toBeLessThanOrEqual(12_500);
    expect(retryDelay(50)).toBeGreaterThan(retryDelay(1));
  });
});
