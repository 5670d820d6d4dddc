import { expect, test } from 'vitest';
import { spread } from './spread';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

test('all are there where there is room', () => {
  expect(spread(letters, 26)).toEqual(letters);
  expect(spread(letters, 40)).toEqual(letters);
});

test('where there is less they are spread evenly', () => {
  expect(spread(letters, 13).join('')).toBe('ACEGIKMOQSUWY');
  expect(spread(letters, 10)).toHaveLength(10);
  expect(spread(letters, 10)[0]).toBe('A');
});

test('none where there is none', () => {
  expect(spread(letters, 0)).toEqual([]);
  expect(spread([], 5)).toEqual([]);
});
