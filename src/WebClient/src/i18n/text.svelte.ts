import { preferences } from '../preferences.svelte';

type Catalogue = Record<Key, string>;
export type Key = keyof typeof import('./catalogues/en.json');
/** Keys of sentences that count something: the catalogue has one per plural category, such as `list.total.one`. */
export type PluralKey = Key extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;
export type Values = Record<string, string | number>;

/** A language is one file of that folder, named by its code: the build finds it, and nothing else needs to know it. */
const catalogues: Record<string, () => Promise<{ default: Catalogue }>> = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: Catalogue }>('./catalogues/*.json')).map(([file, load]) => [file.slice('./catalogues/'.length, -'.json'.length), load]));

const laterCatalogues = import.meta.glob<{ default: Partial<Catalogue> }>('./catalogues/*.json', { query: '?later' });

/** Each language by its code, called as its own speakers call it. */
export const languages: Record<string, string> = Object.fromEntries(Object.keys(catalogues).map((code) => [code, nameOf(code)]));

function nameOf(code: string): string {
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

let catalogue = $state.raw<Record<string, string>>({});
let language = 'en';
let loaded = false;
/** Null until somebody wants the texts that are not the first page's. */
let later: Promise<void> | null = null;
let locale = $state('en');
let formats = formatsOf('en');

/** Each takes a millisecond to make, and a page asks for hundreds. */
function formatsOf(language: string) {
  return {
    plurals: new Intl.PluralRules(language),
    numbers: new Intl.NumberFormat(language),
    times: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
  };
}

export function currentLocale(): string {
  return locale;
}

/** Names stand where their reader looks for them, also where the page does not speak the language: a Swede reads English and sorts Å last. */
export function sortingLocale(): string {
  return preferences.language ? localeOf(preferences.language) : (navigator.languages[0] ?? locale);
}

/** The chosen language, else the first of the browser's that there is a catalogue of. */
export function preferredLanguage(chosen: string, browser: readonly string[]): string {
  return [chosen, ...browser].map((tag) => tag.split('-')[0]?.toLowerCase() ?? '').find((tag) => tag in catalogues) ?? 'en';
}

/** A Belgian who reads French keeps Belgian dates and numbers. */
const localeOf = (language: string) => navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

export async function loadLanguage(): Promise<void> {
  language = preferredLanguage(preferences.language, navigator.languages);
  const [first, rest] = await Promise.all([catalogues[language]?.(), later ? laterOf(language) : {}]);
  catalogue = { ...first?.default, ...rest };
  loaded = true;
  locale = localeOf(language);
  formats = formatsOf(locale);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

const laterOf = async (of: string) => (await laterCatalogues[`./catalogues/${of}.json`]?.())?.default ?? {};

/** The texts of what is opened later. A text that is wanted before shows as soon as they are here. */
export function loadLaterTexts(): Promise<void> {
  const of = language;
  return (later ??= laterOf(of).then(
    (rest) => {
      if (of === language) catalogue = { ...catalogue, ...rest };
    },
    (error) => {
      later = null;
      throw error;
    },
  ));
}

/** The code of what is opened later, when its texts are here too. */
export async function withTexts<T>(code: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([code, loadLaterTexts()]);
  return loaded;
}

function missing(key: string): string {
  if (later || !loaded) return key;
  void loadLaterTexts().catch(() => undefined);
  return '';
}

const fromRight = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** By the script that the language is mostly written in. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return fromRight.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
}

function fill(text: string, values: Values | undefined): string {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    return value === undefined ? hole : typeof value === 'number' ? formatNumber(value) : value;
  });
}

export function t(key: Key, values?: Values): string {
  return fill(catalogue[key] ?? missing(key), values);
}

/** A sentence about `count` things. */
export function tn(key: PluralKey, count: number, values?: Values): string {
  const text = catalogue[`${key}.${formats.plurals.select(count)}`] ?? catalogue[`${key}.other`] ?? missing(key);
  return fill(text, { count, ...values });
}

/** The text of a key that came from the server, or what stands for it where the catalogue does not know it. */
export function tOr(key: string, otherwise: string, values?: Values): string {
  const text = catalogue[key];
  return text === undefined ? otherwise : fill(text, values);
}

/** Several names in a sentence. */
export function formatList(names: string[]): string {
  return new Intl.ListFormat(locale).format(names);
}

export function formatNumber(value: number): string {
  return formats.numbers.format(value);
}

export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? '' : formats.times.format(time);
}
