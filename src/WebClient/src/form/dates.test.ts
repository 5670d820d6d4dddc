import { describe, expect, it } from 'vitest';
import { composeDate, dateWords, formatDate, parseDate } from './dates';

describe('dates', () => {
  it.each(['1980-03-22', '--03-22', '2000-02-29', '--02-29', '0980-12-01'])('%s is read and written alike', (text) => {
    const parts = parseDate(text);
    expect(parts && composeDate(parts)).toBe(text);
  });

  it.each(['', '1980', '1980-03', 'spring', '--1322'])('%s is left as it is', (text) => {
    expect(parseDate(text)).toBeNull();
    expect(formatDate(text, 'en')).toBe(text);
  });

  it.each([
    [{ year: '', month: '2', day: '30' }],
    [{ year: '2001', month: '2', day: '29' }],
    [{ year: '19', month: '2', day: '1' }],
    [{ year: '1980', month: '', day: '1' }],
    [{ year: '', month: '2', day: '' }],
    [{ year: '', month: '2', day: 'x' }],
  ])('%o is no date', (parts) => {
    expect(composeDate(parts)).toBeNull();
  });

  it('nothing typed is nothing', () => {
    expect(composeDate({ year: '', month: '', day: '' })).toBe('');
  });

  it('is shown in the words of the language, without a year where there is none', () => {
    expect(formatDate('1980-03-22', 'en-GB')).toBe('22 March 1980');
    expect(formatDate('--03-22', 'fr')).toBe('22 mars');
  });

  it('is asked in the order of the language', () => {
    expect(dateWords('en-US').order).toEqual(['month', 'day', 'year']);
    expect(dateWords('nl').order).toEqual(['day', 'month', 'year']);
  });
});
