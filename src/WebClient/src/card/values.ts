import type { Address, CustomValue, Field, Fields, FieldValue, TypedValue } from '../api/types';
import { formatDate } from '../form/dates';
import { currentLocale, t, tOr } from '../i18n/text.svelte';
import { addressLines } from './links';

export const labelOf = (field: Pick<Field, 'label' | 'name'>) => tOr(field.label, tOr(`field.${field.name}`, field.name));
export const typeLabel = (type: string) => tOr(`type.${type.toLowerCase()}`, type);

/** What a value of a list is called: its own label, else its types in words. */
export function kindLabel(item: { label?: string; types?: string[] }): string {
  return item.label || (item.types ?? []).map(typeLabel).join(', ');
}

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || ((typeof value === 'string' || Array.isArray(value)) && value.length === 0);
}

/** A value in lines of text: for comparing two of them, and for copying. */
export function valueLines(field: Field, value: FieldValue | undefined): string[] {
  if (value === undefined) return [];
  switch (field.kind) {
    case 'date':
      return [formatDate(value as string, currentLocale())];
    case 'list':
      return (value as TypedValue[]).map((item) => withLabel(kindLabel(item), itemText(field, item)));
    case 'address':
      return (value as Address[]).map((item) => withLabel(kindLabel(item), addressLines(item).join(', ')));
    case 'custom':
      return (value as CustomValue[]).map((item) => withLabel(item.label, item.value));
    case 'categories':
      return value as string[];
    case 'photo':
      return [t('field.photo')];
    default:
      return String(value).split('\n');
  }
}

function withLabel(label: string, text: string): string {
  return label ? `${text} (${label})` : text;
}

/** A value of a list; dates in the words of the language. */
export function itemText(field: Field, item: TypedValue): string {
  return field.items === 'date' ? formatDate(item.value, currentLocale()) : item.value;
}

export interface Section {
  group: string;
  fields: Field[];
}

/** The table's fields in its order, by group; those only that `wanted` takes. A group stands where the last of its fields does. */
export function sections(fields: Field[], wanted: (field: Field) => boolean): Section[] {
  const found = new Map<string, Field[]>();
  for (const field of fields.filter(wanted)) {
    const group = [...(found.get(field.group) ?? []), field];
    found.delete(field.group);
    found.set(field.group, group);
  }
  return [...found].map(([group, members]) => ({ group, fields: members }));
}

/** What the head of the card says, so that it need not be said again below. */
export function heading(fields: Fields): { name: string; about: string } {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const parts = ['namePrefix', 'firstName', 'middleName', 'lastName', 'nameSuffix'].map(text).filter(Boolean).join(' ');
  const name = text('displayName') || parts || text('company') || text('nickname');
  return { name, about: [text('jobTitle'), text('department'), text('company')].filter((part) => part && part !== name).join(' · ') };
}

/** Whether the display name is made of what the other fields of the name, or the company, say. */
export function repeatsNames(fields: Fields): boolean {
  const { displayName, ...others } = fields;
  return typeof displayName === 'string' && isInHeading(displayName, { name: Object.values(others).filter((value) => typeof value === 'string').join(' '), about: '' });
}

/** Whether every word of a short text stands in the head of the card already. */
export function isInHeading(value: string, head: { name: string; about: string }): boolean {
  const words = new Set(`${head.name} ${head.about}`.split(/[\s·,]+/));
  return value.split(/[\s,]+/).every((word) => words.has(word));
}
