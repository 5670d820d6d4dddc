import { describe, expect, it } from 'vitest';
import type { Change, Page, Summary } from '../api/types';
import { HeardChanges } from './heardChanges';
import { mergeChanges, RowCache } from './rowCache';

const deletion = (seq: number, id = `c${seq}`): Change => ({ id, seq, version: 2, deleted: true, summary: null }) as unknown as Change;
const row = (id: string, seq: number): Summary => ({ id, seq, version: 1, name: id, firstLast: id, lastFirst: id }) as unknown as Summary;

describe('heard changes', () => {
  it('are those after the sequence number of an answer', () => {
    const heard = new HeardChanges();
    heard.add([deletion(4), deletion(5)]);
    heard.add([deletion(6)]);
    expect(heard.after(4)?.map((change) => change.seq)).toEqual([5, 6]);
    expect(heard.after(6)).toEqual([]);
  });

  it('are unknown where the first of them were forgotten', () => {
    const heard = new HeardChanges(2);
    heard.add([deletion(4), deletion(5), deletion(6)]);
    expect(heard.after(3)).toBeNull();
    expect(heard.after(4)).toHaveLength(2);
  });

  it('take out again what an older answer brought back', () => {
    const heard = new HeardChanges();
    const cache = new RowCache();
    heard.add([deletion(3, 'a')]);
    const older = { items: [row('a', 1), row('b', 2)], total: 2, offset: 0, seq: 2, next: null } as unknown as Page;
    cache.reset(older);
    const merged = mergeChanges(cache, heard.after(older.seq) ?? [], 'firstLast', false);
    expect(merged.removed).toEqual([0]);
    expect([cache.total, cache.at(0)?.id]).toEqual([1, 'b']);
  });
});
