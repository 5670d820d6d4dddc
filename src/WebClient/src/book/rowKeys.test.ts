import { expect, test } from 'vitest';
import { RowKeys } from './rowKeys';

test('a contact keeps its row wherever it moves', () => {
  const keys = new RowKeys();
  expect(keys.of(['a', 'b', 'c'], null)).toEqual([0, 1, 2]);
  expect(keys.of(['c', 'a', 'b'], null)).toEqual([2, 0, 1]);
});

test('the rows of those who leave show those who come', () => {
  const keys = new RowKeys();
  keys.of(['a', 'b', 'c'], null);
  expect(keys.of(['b', 'c', 'd'], null)).toEqual([1, 2, 0]);
  expect(keys.of(['x', 'y', 'z', 'w'], null)).toEqual([1, 2, 0, 3]);
});

test('fewer rows, then more: those that were put away are not counted on', () => {
  const keys = new RowKeys();
  keys.of(['a', 'b', 'c'], null);
  expect(keys.of(['x'], null)).toEqual([0]);
  expect(keys.of(['x', 'y'], null)).toEqual([0, 3]);
});

test('the row with the focus goes with its contact', () => {
  const keys = new RowKeys();
  keys.of(['a', 'b'], null);
  expect(keys.of(['b', 'c'], 'a')).toEqual([1, 2]);
});
