/** At most so many of a list's items, evenly spread over it, the first one among them. */
export function spread<T>(items: readonly T[], room: number): T[] {
  if (room <= 0) return [];
  if (items.length <= room) return [...items];
  return Array.from({ length: room }, (_, at) => items[Math.floor((at * items.length) / room)] as T);
}
