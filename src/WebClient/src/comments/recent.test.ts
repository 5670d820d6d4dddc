import { expect, it } from 'vitest';
import { formatRecent } from './recent';

const now = Date.parse('2026-05-10T12:00:00Z');

it('says how long ago while that is short', () => {
  expect(formatRecent('2026-05-10T11:59:30Z', now)).toBe('now');
  expect(formatRecent('2026-05-10T11:58:00Z', now)).toBe('2 minutes ago');
  expect(formatRecent('2026-05-10T09:00:00Z', now)).toBe('3 hours ago');
  expect(formatRecent('2026-05-09T11:00:00Z', now)).toBe('yesterday');
  expect(formatRecent('2026-05-01T11:00:00Z', now)).toContain('2026');
});

it('takes a clock that is a little behind for now', () => {
  expect(formatRecent('2026-05-10T12:00:20Z', now)).toBe('now');
});
