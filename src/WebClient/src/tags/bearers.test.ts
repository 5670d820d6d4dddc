import { expect, it } from 'vitest';
import { Bearers } from './bearers';

const bearers = new Bearers([['vip', ['ada', 'bob']], ['late', ['bob']]]);

it('knows tags from both sides', () => {
  expect(bearers.has('vip', 'ada')).toBe(true);
  expect(bearers.has('late', 'ada')).toBe(false);
  expect(bearers.tagsOf('bob')).toEqual(['vip', 'late']);
  expect(bearers.tagsOf('eve')).toEqual([]);
});

it('puts a tag on and takes it away without touching what was known', () => {
  const more = bearers.with('late', ['ada', 'eve'], true).with('vip', ['bob'], false);
  expect(more.tagsOf('ada')).toEqual(['vip', 'late']);
  expect(more.tagsOf('bob')).toEqual(['late']);
  expect(more.tagsOf('eve')).toEqual(['late']);
  expect(bearers.tagsOf('bob')).toEqual(['vip', 'late']);
  expect(bearers.with('new', ['eve'], true).tagsOf('eve')).toEqual(['new']);
});

it('says whether all, some or none of a selection bear a tag', () => {
  expect(bearers.share('vip', ['ada', 'bob'])).toBe('all');
  expect(bearers.share('late', ['ada', 'bob'])).toBe('some');
  expect(bearers.share('late', ['ada'])).toBe('none');
});
