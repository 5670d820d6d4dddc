import { expect, it } from 'vitest';
import { isOf } from './burst';

const burst = { deletedBy: 'bob', from: '2026-05-10T12:00:00Z', to: '2026-05-10T12:01:00+00:00', count: 12 };

it('takes for one burst what its author deleted in its time', () => {
  expect(isOf(burst, { deletedBy: 'bob', deletedAt: '2026-05-10T12:00:00+00:00' })).toBe(true);
  expect(isOf(burst, { deletedBy: 'bob', deletedAt: '2026-05-10T14:01:00+02:00' })).toBe(true);
  expect(isOf(burst, { deletedBy: 'bob', deletedAt: '2026-05-10T12:01:00.5Z' })).toBe(false);
  expect(isOf(burst, { deletedBy: 'eve', deletedAt: '2026-05-10T12:00:30Z' })).toBe(false);
});
