import { currentLocale, formatTime } from '../i18n/text.svelte';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, where that is short; else the date and time. */
export function formatRecent(iso: string, now: number): string {
  const past = now - Date.parse(iso);
  if (!(past < 2 * day)) return formatTime(iso);
  const relative = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' });
  if (past < minute) return relative.format(0, 'second');
  if (past < hour) return relative.format(-Math.floor(past / minute), 'minute');
  if (past < day) return relative.format(-Math.floor(past / hour), 'hour');
  return relative.format(-1, 'day');
}
