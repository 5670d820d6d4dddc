/** A date that may lack its year, as vCard writes it: "1980-03-22" or "--03-22" (RFC 6350 §4.3.1). */
export interface DateParts {
  year: string;
  month: string;
  day: string;
}

const pattern = /^(?:(\d{4})|-)-(\d\d)-(\d\d)$/;

/** Null where the text is no such date: people and devices write others, and they are shown as they are. */
export function parseDate(text: string): DateParts | null {
  const found = pattern.exec(text);
  if (!found) return null;
  return { year: found[1] ?? '', month: String(Number(found[2])), day: String(Number(found[3])) };
}

/** The text of what was typed; '' for nothing at all and null for what is no date. */
export function composeDate({ year, month, day }: DateParts): string | null {
  if (!year && !month && !day) return '';
  const [y, m, d] = [Number(year || 2000), Number(month), Number(day)];
  if (!/^\d{0,4}$/.test(year) || (year && year.length !== 4) || !Number.isInteger(d) || !m || d < 1) return null;
  const date = new Date(Date.UTC(y, m - 1, d));
  date.setUTCFullYear(y);
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year || '-'}-${two(m)}-${two(d)}`;
}

/** For people, in the order and words of their language; a year that is not known is not shown. */
export function formatDate(text: string, locale: string): string {
  const parts = parseDate(text);
  if (!parts) return text;
  const date = new Date(0);
  date.setUTCFullYear(Number(parts.year || 2000), Number(parts.month) - 1, Number(parts.day));
  return dateFormat(locale, !!parts.year).format(date);
}

/** Each takes a millisecond to make. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, withYear: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${withYear}`;
  const shown: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', timeZone: 'UTC', ...(withYear ? { year: 'numeric' } : {}) };
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, shown);
  dateFormats.set(key, format);
  return format;
}

/** The names of the months, and whether the day, month or year comes first in that language. */
export function dateWords(locale: string): { months: string[]; order: (keyof DateParts)[] } {
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, at) => month.format(new Date(Date.UTC(2000, at, 1))));
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).formatToParts(new Date());
  const order = parts.map((part) => part.type).filter((type): type is keyof DateParts => ['year', 'month', 'day'].includes(type));
  return { months, order };
}
