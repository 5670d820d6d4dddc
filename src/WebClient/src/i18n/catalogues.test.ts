import { describe, expect, it } from 'vitest';
import en from './catalogues/en.json';
import { laterTexts } from './later';
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

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.svelte', '!../**/*.test.ts'], { eager: true, query: '?raw', import: 'default' });

/** What a file imports at once, and what that imports. */
function importedBy(first: string[]): string[] {
  const files = new Set(first);
  for (const file of files) {
    for (const [, path = ''] of (sources[file] ?? '').matchAll(/^\s*import (?!type )[^;(]*?from '(\.[^']+)'/gm)) {
      const url = new URL(path, new URL(file.replace('../', ''), 'file:///src/')).pathname.replace('/src/', '../');
      const found = [url, `${url}.ts`].find((name) => name in sources);
      if (found) files.add(found);
    }
  }
  return [...files];
}

it('has the texts of the first page in the file that comes with it', () => {
  const files = importedBy(['../main.ts', '../App.svelte', '../book/BookPage.svelte', '../session/SignInPage.svelte']);
  expect(files.length).toBeGreaterThan(50);
  const late = files.flatMap((file) => [...(sources[file] ?? '').matchAll(/'([a-zA-Z]+(?:\.[a-zA-Z]+)+)'/g)].map(([, key = '']) => key)).filter((key) => laterTexts.test(key) && key in en);
  expect(late).toEqual([]);
});

it('of every language is found by its file alone, under its own name', () => {
  expect(languages).toMatchObject({ en: 'English', fr: 'Français', nl: 'Nederlands' });
  expect(Object.keys(languages)).toHaveLength(others.length + 1);
});

it('is laid out as its script runs', () => {
  expect(['en', 'fr', 'nl', 'ja', 'ar', 'he', 'fa'].map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'rtl', 'rtl', 'rtl']);
});
