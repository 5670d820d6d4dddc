import type { Fields, FieldValue } from '../api/types';

type Item = Record<string, unknown>;

/** A field that two people changed, each in another way. */
export interface Conflict {
  field: string;
  mine: FieldValue | undefined;
  theirs: FieldValue | undefined;
}

export interface Rebased {
  /** Theirs, with mine where only I changed something; mine too where both did, until one chooses. */
  fields: Fields;
  conflicts: Conflict[];
  /** Fields that only they changed. */
  taken: string[];
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value says, without the ids that name its lines in one version of the card, and without what is empty. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(essence).filter((item) => item !== undefined);
    return items.length ? items : undefined;
  }
  if (isItem(value)) {
    const entries = Object.entries(value)
      .filter(([name]) => name !== 'id')
      .map(([name, part]) => [name, name === 'types' && Array.isArray(part) ? [...part].sort() : essence(part)] as const)
      .filter(([, part]) => part !== undefined && part !== false && !(Array.isArray(part) && part.length === 0));
    // A type or label alone says nothing: there is no value that it belongs to.
    return entries.some(([name]) => !['types', 'label', 'preferred'].includes(name)) ? Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) : undefined;
  }
  return value === '' || value === null ? undefined : value;
}

const text = (value: unknown) => JSON.stringify(essence(value));

export function sameValue(a: unknown, b: unknown): boolean {
  return text(a) === text(b);
}

export function changedFields(base: Fields, mine: Fields): string[] {
  return [...new Set([...Object.keys(base), ...Object.keys(mine)])].filter((name) => !sameValue(base[name], mine[name]));
}

const itemsOf = (value: FieldValue | undefined): Item[] => (Array.isArray(value) ? (value as unknown[]).filter(isItem) : []);

/** My items with the ids that their lines have in the newer card: those that I left alone keep their line. */
function renamed(mine: FieldValue | undefined, base: FieldValue | undefined, theirs: FieldValue | undefined): FieldValue | undefined {
  const [items, before, free] = [itemsOf(mine), itemsOf(base), itemsOf(theirs)];
  if (items.length === 0) return mine;
  return items.map((item) => {
    const { id, ...rest } = item;
    const original = before.find((one) => one['id'] === id);
    const at = original ? free.findIndex((one) => sameValue(one, original)) : -1;
    const line = at >= 0 ? free.splice(at, 1)[0] : undefined;
    return line ? { ...rest, id: line['id'] } : rest;
  }) as unknown as FieldValue;
}

/** Puts my edit of `base` onto what somebody else made of it. Nothing of either is dropped. */
export function rebase(base: Fields, mine: Fields, theirs: Fields): Rebased {
  const byMe = new Set(changedFields(base, mine));
  const byThem = changedFields(base, theirs);
  const fields: Fields = { ...theirs };
  const conflicts: Conflict[] = [];
  for (const name of byMe) {
    fields[name] = renamed(mine[name], base[name], theirs[name]);
    if (byThem.includes(name) && !sameValue(mine[name], theirs[name])) conflicts.push({ field: name, mine: fields[name], theirs: theirs[name] });
  }
  return { fields, conflicts, taken: byThem.filter((name) => !byMe.has(name)) };
}

/** Both lists in one: theirs, then what is only in mine. */
export function both({ mine, theirs }: Conflict): FieldValue {
  const kept = Array.isArray(theirs) ? [...theirs] : [];
  const added = (Array.isArray(mine) ? mine : []).filter((item) => !kept.some((one) => sameValue(one, item)));
  return [...kept, ...added.map((item) => (isItem(item) ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'id')) : item))] as FieldValue;
}

/** Without the rows and spaces that were left over: what is sent. */
export function tidied(fields: Fields): Fields {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return value.trim();
    if (Array.isArray(value)) return value.map(clean).filter((item) => essence(item) !== undefined);
    if (!isItem(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, clean(part)]).filter(([name, part]) => (part !== '' && part !== undefined) || name === 'value'));
  };
  const tidy: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    const cleaned = clean(value) as FieldValue | undefined;
    if (essence(cleaned) !== undefined) tidy[name] = cleaned;
  }
  return tidy;
}

/** The merge patch (RFC 7396) from one set of fields to another. */
export function patchOf(base: Fields, mine: Fields): Record<string, unknown> {
  return Object.fromEntries(changedFields(base, mine).map((name) => [name, essence(mine[name]) === undefined ? null : mine[name]]));
}
