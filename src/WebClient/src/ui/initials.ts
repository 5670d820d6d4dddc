/** One or two letters that stand for a name; whole characters of any script. */
export function initials(name: string): string {
  const said = name.split(/[\s,.\-_@]+/u).map((word) => /\p{L}/u.exec(word)?.[0] ?? /\p{N}/u.exec(word)?.[0] ?? '');
  const words = said.some((letter) => /\p{L}/u.test(letter)) ? said.filter((letter) => /\p{L}/u.test(letter)) : said.filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.join('').toLocaleUpperCase() || '?';
}

/** The same colour for the same contact everywhere. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return sum % 6;
}
