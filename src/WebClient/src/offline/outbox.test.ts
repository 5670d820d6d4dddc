import { describe, expect, it } from 'vitest';
import { idOf, newKey, Outbox, type Change } from './outbox';
import { storage } from './storage.testing';

const deletion = (id: string): Change => ({ what: 'delete', id, environment: 'private', name: id });
const ids = (outbox: Outbox) => outbox.all().map((entry) => entry.id);

describe('the outbox', () => {
  it('keeps the order in which changes were made, however fast they were', () => {
    const outbox = new Outbox('ada', storage());
    for (let at = 0; at < 50; at++) outbox.add(deletion(String(at)));
    expect(ids(outbox)).toEqual(Array.from({ length: 50 }, (_, at) => String(at)));
  });

  it('is there after a reload, and shared by tabs', () => {
    const browser = storage();
    const [one, other] = [new Outbox('ada', browser), new Outbox('ada', browser)];
    one.add(deletion('a'));
    other.add(deletion('b'));
    expect(ids(new Outbox('ada', browser))).toEqual(['a', 'b']);
  });

  it('is seen by its own person only', () => {
    const browser = storage();
    new Outbox('ada', browser).add(deletion('a'));
    expect(ids(new Outbox('ada:', browser))).toEqual([]);
    expect(ids(new Outbox('bob', browser))).toEqual([]);
  });

  it('has an end', () => {
    const outbox = new Outbox('ada', storage());
    expect(outbox.add(...Array.from({ length: 1000 }, (_, at) => deletion(String(at))))).toBe(true);
    expect(outbox.add(deletion('one more'))).toBe(false);
  });

  it('says so where storage is full', () => {
    const full = { ...storage(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
    expect(new Outbox('ada', full).add(deletion('a'))).toBe(false);
  });

  it('passes over what cannot be read', () => {
    const browser = storage();
    browser.setItem('outbox:ada:1', '{"what":');
    expect(new Outbox('ada', browser).all()).toEqual([]);
  });
});

it('a key is a random UUID, and the id the same without hyphens', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newKey()).not.toBe(newKey());
  expect(idOf('ab-cd-ef')).toBe('abcdef');
});
