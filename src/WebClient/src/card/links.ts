import type { Address, TypedValue } from '../api/types';

const mobile = new Set(['cell', 'mobile', 'iphone', 'text', 'textphone']);

const dialled = (number: string) => number.replace(/[^\d+*#,;]/g, '');

/**
 * Where a click on a value leads; null where it is only text.
 * @param skype Skype addresses, and every number that is no fax, are called by Skype; otherwise those addresses are text.
 */
export function linkOf(items: string | undefined, item: TypedValue, skype = false): string | null {
  const types = item.types ?? [];
  const value = item.value.trim();
  switch (items) {
    case 'email':
      return value.includes('@') ? `mailto:${encodeURIComponent(value).replaceAll('%40', '@').replaceAll('%2B', '+')}` : null;
    case 'phone':
      // A fax is sent to an international number only; the numbers of the others are called.
      if (types.includes('fax')) return value.startsWith('+') ? `fax:${dialled(value)}` : null;
      if (!/\d{3}/.test(value)) return null;
      return skype ? `skype:${dialled(value)}?call` : `tel:${dialled(value)}`;
    case 'url':
      return webLink(value);
    case 'im':
      return chatLink(value, types, skype);
    default:
      return null;
  }
}

/** Only addresses of the web: a card that came from elsewhere may say "javascript:". */
function webLink(value: string): string | null {
  const full = /^[a-z][a-z\d+.-]*:/i.test(value) ? value : `https://${value}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  return ['http:', 'https:'].includes(url.protocol) ? url.href : null;
}

const chatSchemes = new Set(['xmpp', 'sip', 'sips', 'im', 'msteams']);

function chatLink(value: string, types: string[], skype: boolean): string | null {
  const scheme = /^([a-z][a-z\d+.-]*):(.+)$/i.exec(value);
  const account = types.includes('skype') || scheme?.[1]?.toLowerCase() === 'skype' ? (scheme?.[2] ?? value) : null;
  if (account !== null) return skype ? `skype:${encodeURIComponent(account.replace(/\?.*$/, ''))}?call` : null;
  if (scheme?.[1] && scheme[2]) return chatSchemes.has(scheme[1].toLowerCase()) ? `${scheme[1].toLowerCase()}:${encodeURI(scheme[2])}` : webLink(value);
  return null;
}

export function messageLink(items: string | undefined, item: TypedValue): string | null {
  const can = items === 'phone' && item.types?.some((type) => mobile.has(type)) === true && /\d{3}/.test(item.value);
  return can ? `sms:${dialled(item.value)}` : null;
}

/** The lines of a postal address, as they are written on an envelope. */
export function addressLines(address: Address): string[] {
  const town = [address.postalCode, address.locality].filter(Boolean).join(' ');
  const lines = [address.poBox, address.extended, ...(address.street ?? '').split('\n'), town, address.region, address.country];
  return lines.map((line) => line?.trim() ?? '').filter(Boolean);
}

export function mapLink(address: Address): string {
  const { street, postalCode, locality, region, country } = address;
  const query = [street, [postalCode, locality].filter(Boolean).join(' '), region, country].filter(Boolean).join(', ');
  return `https://www.openstreetmap.org/search?query=${encodeURIComponent(query.replaceAll('\n', ', '))}`;
}
