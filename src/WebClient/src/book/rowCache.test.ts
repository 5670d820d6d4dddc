import { describe, expect, it } from 'vitest';
import type { Change, Page, Summary } from '../api/types';
import { mergeChanges, RowCache } from './rowCache';

const row = (id: string, name = id, seq = 1): Summary => ({ id, version: 1, seq, name, firstLast: name, lastFirst: name });
const page = (offset: number, ids: string[], total: number, seq = 1): Page => ({ items: ids.map((id) => row(id)), offset, total, seq, next: null });
const changed = (id: string, seq: number, name = id): Change => ({ id, seq, version: 2, deleted: false, summary: { ...row(id, name, seq), version: 2 } });
const deleted = (id: string, seq: number): Change => ({ id, seq, version: 2, deleted: true, summary: null });

function cache(): RowCache {
  const rows = new RowCache();
  rows.reset(page(10, ['a', 'b', 'c', 'd'], 100));
  return rows;
}

describe('rows', () => {
  it('are known where they were fetched', () => {
    const rows = cache();
    expect(rows.has(10, 14)).toBe(true);
    expect(rows.has(9, 14)).toBe(false);
    expect(rows.indexOf('c')).toBe(12);
  });

  it('are asked for only as far as the list reaches', () => {
    const rows = new RowCache();
    rows.reset(page(0, ['a', 'b'], 2));
    expect(rows.has(0, 50)).toBe(true);
    expect(rows.has(-5, 1)).toBe(true);
  });

  it('move up when one before them goes', () => {
    const rows = cache();
    rows.remove(new Set([11]));
    expect(rows.indexOf('c')).toBe(11);
    expect(rows.at(13)).toBeUndefined();
    expect(rows.total).toBe(99);
  });

  it('are never shown twice when two pages disagree', () => {
    const rows = cache();
    rows.fill(page(14, ['b', 'e'], 100, 2));
    expect(rows.indexOf('b')).toBe(14);
    expect(rows.at(11)).toBeUndefined();
  });

  it('far away are forgotten when there are many', () => {
    const rows = new RowCache();
    rows.reset(page(0, Array.from({ length: 900 }, (_, at) => `r${at}`), 1000));
    rows.forgetBeyond(800, 820, 200);
    expect(rows.has(600, 900)).toBe(true);
    expect(rows.at(599)).toBeUndefined();
    expect(rows.indexOf('r1')).toBeUndefined();
  });
});

describe('a live change', () => {
  it('of a row that keeps its place shows at once', () => {
    const rows = cache();
    const change = changed('b', 2);
    if (change.summary) change.summary.company = 'New';
    expect(mergeChanges(rows, [change], 'firstLast', false)).toEqual({ removed: [], touched: ['b'], stale: false });
    expect(rows.at(11)?.company).toBe('New');
  });

  it('of a name shows at once, and its place is asked for', () => {
    const rows = cache();
    expect(mergeChanges(rows, [changed('b', 2, 'Zoe')], 'firstLast', false).stale).toBe(true);
    expect(rows.at(11)?.name).toBe('Zoe');
  });

  it('in a list of search results may change who belongs to it', () => {
    expect(mergeChanges(cache(), [changed('b', 2)], 'firstLast', true).stale).toBe(true);
  });

  it('that deletes a known row takes it out', () => {
    const rows = cache();
    expect(mergeChanges(rows, [deleted('a', 2), deleted('c', 3)], 'firstLast', false)).toEqual({ removed: [12, 10], touched: [], stale: false });
    expect(rows.at(10)?.id).toBe('b');
    expect(rows.at(11)?.id).toBe('d');
    expect(rows.total).toBe(98);
  });

  it('of a row that is not here makes the window stale', () => {
    expect(mergeChanges(cache(), [deleted('x', 2)], 'firstLast', false).stale).toBe(true);
    expect(mergeChanges(cache(), [changed('x', 2)], 'firstLast', false).stale).toBe(true);
  });

  it('that the rows show already does nothing', () => {
    const rows = cache();
    expect(mergeChanges(rows, [changed('a', 1, 'old'), deleted('x', 1), changed('y', 1)], 'firstLast', false)).toEqual({ removed: [], touched: [], stale: false });
    expect(rows.at(10)?.name).toBe('a');
  });
});
