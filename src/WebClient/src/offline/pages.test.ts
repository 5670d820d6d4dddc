import { describe, expect, it } from 'vitest';
import type { Summary } from '../api/types';
import { asItWillBe, named, summaryOf } from './asItWillBe';
import { inOrder, matcher, pageOf } from './pages';

const row = (id: string, firstLast: string, more: Partial<Summary> = {}): Summary => ({ id, version: 1, seq: 1, name: firstLast, firstLast, lastFirst: firstLast.split(' ').reverse().join(', '), ...more });
const rows = [row('1', 'Zoë Abel'), row('2', 'Łukasz Wałęsa', { company: 'Société X', phone: '+32 2 555' }), row('3', 'ada Zola', { email: 'ada@example.org' })];
const ids = (some: Summary[]) => some.map((one) => one.id);

describe('the copy', () => {
  it.each([['lukasz wal', ['2']], ['SOC', ['2']], ['3225', ['2']], ['exam', ['3']], ['z', ['1', '3']], ['oe', []], ['', ['1', '2', '3']]])('finds %j by beginnings of words', (query, found) => {
    expect(ids(rows.filter(matcher(query)))).toEqual(found);
  });

  it('is sorted by the asked order, whatever the case', () => {
    expect(ids(inOrder(rows, 'firstLast', 'en'))).toEqual(['3', '2', '1']);
    expect(ids(inOrder(rows, 'lastFirst', 'en'))).toEqual(['1', '2', '3']);
  });

  it('is told in pages like the server’s', () => {
    const first = pageOf(rows, { order: 'firstLast', limit: 2, cursor: '' }, 7);
    expect(first).toMatchObject({ total: 3, offset: 0, seq: 7, next: '2' });
    expect(pageOf(rows, { order: 'firstLast', limit: 2, cursor: first?.next ?? '' }, 7)).toMatchObject({ items: [{ id: '3' }], next: null });
    expect(pageOf(rows, { order: 'firstLast', limit: 2, around: '3' }, 7)).toMatchObject({ offset: 2 });
    expect(pageOf(rows, { order: 'firstLast', limit: 2, around: 'x' }, 7)).toBeNull();
  });
});

describe('a contact as it will be', () => {
  const ada = { displayName: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' };

  it('has a display name that follows the names, unless it says something else', () => {
    expect(named({ ...ada, lastName: 'King' }, ada)['displayName']).toBe('Ada King');
    const countess = { ...ada, displayName: 'The Countess' };
    expect(named({ ...countess, lastName: 'King' }, countess)['displayName']).toBe('The Countess');
  });

  it('is nothing once it is deleted', () => {
    const made = { what: 'create' as const, id: 'a', environment: 'private', name: 'Ada', key: 'a', fields: ada, order: 1 };
    const contact = asItWillBe(null, [made], 'Me');
    expect(contact && summaryOf(contact, 3)).toMatchObject({ id: 'a', seq: 3, firstLast: 'Ada Lovelace', lastFirst: 'Lovelace, Ada' });
    expect(asItWillBe(null, [made, { what: 'delete', id: 'a', environment: 'private', name: 'Ada', order: 2 }], 'Me')).toBeNull();
  });
});
