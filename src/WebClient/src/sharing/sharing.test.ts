import { expect, it } from 'vitest';
import { freshOf } from './sharing';

it('takes back by an undo only what was not there before and was taken', () => {
  const before = new Map([['Sales', new Set(['ada'])], ['Board', new Set<string>()]]);
  const fresh = freshOf(['ada', 'bob', 'eve'], ['Sales', 'Board'], before, [{ contact: 'eve', group: 'Board' }]);
  expect(Object.fromEntries(fresh)).toEqual({ Sales: ['bob', 'eve'], Board: ['ada', 'bob'] });
});
