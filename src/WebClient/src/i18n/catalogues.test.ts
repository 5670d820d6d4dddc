import { describe, expect, it } from 'vitest';
import en from './catalogues/en.json';
import { directionOf, languages } from './text.svelte';

const others = Object.entries(import.meta.glob<Record<string, string>>('./catalogues/*.json', { eager: true, import: 'default' })).filter(([file]) => !file.endsWith('/en.json'));

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe.each(others)('the catalogue %s', (_, catalogue) => {
  it('says all that the English one says', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
  });

  it('leaves the same holes to be filled', () => {
    for (const [key, text] of Object.entries(en)) expect([key, holes(catalogue[key] ?? '')]).toEqual([key, holes(text)]);
  });

  it('says nothing empty', () => {
    expect(Object.values(catalogue).filter((text) => !text.trim())).toEqual([]);
  });
});

it('of every language is found by its file alone, under its own name', () => {
  expect(languages).toMatchObject({ en: 'English', fr: 'Français', nl: 'Nederlands' });
  expect(Object.keys(languages)).toHaveLength(others.length + 1);
});

it('is laid out as its script runs', () => {
  expect(['en', 'fr', 'nl', 'ja', 'ar', 'he', 'fa'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'rtl', 'rtl', 'rtl']);
});
