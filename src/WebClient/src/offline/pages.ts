import type { ListQuery } from '../api/contacts';
import type { ListOrder, Page, Summary } from '../api/types';
import { sortText } from '../book/rowCache';

/** Letters that are no base letter with a mark, and yet are found by typing one. */
const others: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

const fold = (text: string) => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[łøđðþßæœı]/g, (letter) => others[letter] ?? letter);
const words = (text: string) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Whether each word of the query begins a word of the row, whatever their case and accents. */
export function matcher(query: string): (row: Summary) => boolean {
  const wanted = words(query);
  return (row) => {
    const there = [row.name, row.firstLast, row.company, row.jobTitle, row.email].flatMap((text) => words(text ?? ''));
    there.push(...words(row.phone ?? ''), (row.phone ?? '').replace(/\D/g, ''));
    return wanted.every((word) => there.some((one) => one.startsWith(word)));
  };
}

export function inOrder(rows: Summary[], order: ListOrder, locale: string): Summary[] {
  if (order === 'recent') return rows.toSorted((a, b) => b.seq - a.seq);
  const { compare } = new Intl.Collator(locale);
  return rows.toSorted((a, b) => compare(sortText(a, order), sortText(b, order)) || (a.id < b.id ? -1 : 1));
}

/** The page that the server would answer; null where it has no such contact to show around. */
export function pageOf(rows: Summary[], { limit, offset = 0, around, cursor }: ListQuery, seq: number): Page | null {
  let start = cursor ? Number(cursor) : offset;
  if (around) {
    const at = rows.findIndex((row) => row.id === around);
    if (at < 0) return null;
    start = at - (at % limit);
  }
  const end = start + limit;
  return { items: rows.slice(start, end), total: rows.length, offset: start, seq, next: end < rows.length ? String(end) : null };
}
