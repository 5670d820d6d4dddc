import { describe, expect, it } from 'vitest';
import { dropDraft, keepDraft, readDraft } from './draft';

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: () => null,
    length: 0,
  };
}

describe('a draft', () => {
  const draft = { version: 3, base: { firstName: 'A' }, fields: { firstName: 'B' } };

  it('is there after a reload, for its own contact only', () => {
    const tab = storage();
    keepDraft('x', draft, tab);
    expect(readDraft('x', tab)).toEqual(draft);
    expect(readDraft(null, tab)).toBeNull();
  });

  it('is gone once dropped', () => {
    const tab = storage();
    keepDraft(null, draft, tab);
    dropDraft(null, tab);
    expect(readDraft(null, tab)).toBeNull();
  });

  it('that cannot be read is none', () => {
    const tab = storage();
    tab.setItem('draft:x', '{"version":');
    expect(readDraft('x', tab)).toBeNull();
    tab.setItem('draft:x', '"text"');
    expect(readDraft('x', tab)).toBeNull();
  });

  it('does not stop the form where storage is full', () => {
    const full = { ...storage(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
    expect(() => keepDraft('x', draft, full)).not.toThrow();
  });
});
