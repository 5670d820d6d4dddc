import { describe, expect, it } from 'vitest';
import type { Fields } from '../api/types';
import { both, changedFields, patchOf, rebase, sameValue, tidied } from './merge';

const phone = (id: string | undefined, value: string, types = ['work']) => ({ ...(id ? { id } : {}), value, types });

describe('comparing', () => {
  it('ignores line ids, empty rows and the order of types', () => {
    expect(sameValue([phone('1', 'a', ['work', 'fax'])], [phone('7', 'a', ['fax', 'work']), { value: '', types: ['home'] }])).toBe(true);
  });

  it('sees a changed type', () => {
    expect(sameValue([phone('1', 'a')], [phone('1', 'a', ['home'])])).toBe(false);
  });

  it('names the fields that changed', () => {
    expect(changedFields({ firstName: 'Ada', notes: 'x' }, { firstName: 'Ada', notes: '', company: 'C' })).toEqual(['notes', 'company']);
  });
});

describe('patching', () => {
  it('names only what changed, and clears with null', () => {
    expect(patchOf({ firstName: 'Ada', notes: 'x' }, { firstName: 'Ada', notes: '', company: 'C' })).toEqual({ notes: null, company: 'C' });
  });

  it('drops blank rows and spaces', () => {
    const fields: Fields = { firstName: ' Ada ', nickname: ' ', phones: [phone(undefined, ' 12 '), phone(undefined, '  ')] };
    expect(tidied(fields)).toEqual({ firstName: 'Ada', phones: [{ value: '12', types: ['work'] }] });
  });
});

describe('two edits of one contact', () => {
  const base: Fields = { firstName: 'Ada', lastName: 'Byron', phones: [phone('1', '1'), phone('2', '2')] };

  it('of different fields are joined', () => {
    const joined = rebase(base, { ...base, firstName: 'Augusta' }, { ...base, lastName: 'Lovelace' });
    expect(joined.fields).toMatchObject({ firstName: 'Augusta', lastName: 'Lovelace' });
    expect(joined.conflicts).toEqual([]);
    expect(joined.taken).toEqual(['lastName']);
  });

  it('to the same value are no conflict', () => {
    expect(rebase(base, { ...base, firstName: 'A' }, { ...base, firstName: 'A' }).conflicts).toEqual([]);
  });

  it('to different values show both', () => {
    const { conflicts } = rebase(base, { ...base, firstName: 'A' }, { ...base, firstName: 'B' });
    expect(conflicts).toEqual([{ field: 'firstName', mine: 'A', theirs: 'B' }]);
  });

  it('where I clear what they change show both', () => {
    const { conflicts } = rebase(base, { ...base, firstName: '' }, { ...base, firstName: 'B' });
    expect(conflicts).toEqual([{ field: 'firstName', mine: '', theirs: 'B' }]);
  });

  it('give my items the line ids of the newer card', () => {
    const mine = { ...base, phones: [phone('1', '1'), phone('2', '2'), phone(undefined, '3')] };
    const theirs = { ...base, lastName: 'L', phones: [phone('8', '1'), phone('9', '2')] };
    expect(rebase(base, mine, theirs).fields['phones']).toEqual([phone('8', '1'), phone('9', '2'), phone(undefined, '3')]);
  });

  it('of one list can be kept both', () => {
    const mine = { ...base, phones: [phone('1', '1'), phone('2', '2'), phone(undefined, '3')] };
    const theirs = { ...base, phones: [phone('1', '1'), phone('2', '2'), phone('3', '4')] };
    const [conflict] = rebase(base, mine, theirs).conflicts;
    expect(conflict && both(conflict)).toEqual([phone('1', '1'), phone('2', '2'), phone('3', '4'), phone(undefined, '3')]);
  });
});
