import { describe, expect, it } from 'vitest';
import { addressLines, linkOf, mapLink, messageLink } from './links';

describe('a link', () => {
  it.each([
    ['email', 'ada@example.org', [], 'mailto:ada@example.org'],
    ['email', 'a?bcc=b@example.org', [], 'mailto:a%3Fbcc%3Db@example.org'],
    ['email', 'nobody', [], null],
    ['phone', '+32 (0)2 555.12.34', ['work'], 'tel:+32025551234'],
    ['phone', '+32 2 555', ['fax', 'work'], 'fax:+322555'],
    ['phone', '02 555 12', ['fax'], null],
    ['url', 'example.org/a', [], 'https://example.org/a'],
    ['url', 'javascript:alert(1)', [], null],
    ['url', 'data:text/html,x', [], null],
    ['im', 'skype:ada', [], null],
    ['im', 'ada', ['skype'], null],
    ['im', 'xmpp:ada@example.org', [], 'xmpp:ada@example.org'],
    ['im', 'javascript:alert(1)', [], null],
    ['im', 'ada', [], null],
    ['related', 'Sam', [], null],
  ])('of %s "%s" %o leads to %s', (items, value, types, link) => {
    expect(linkOf(items, { value, types })).toBe(link);
  });

  it('for a message is there for mobile numbers', () => {
    expect(messageLink('phone', { value: '+32 475 12', types: ['cell'] })).toBe('sms:+3247512');
    expect(messageLink('phone', { value: '+32 475 12', types: ['home'] })).toBeNull();
  });
});

it('an address is written line by line, and found on the map', () => {
  const address = { types: [], street: '12 Canal Street\nBox 3', postalCode: '9000', locality: 'Ghent', country: 'Belgium' };
  expect(addressLines(address)).toEqual(['12 Canal Street', 'Box 3', '9000 Ghent', 'Belgium']);
  expect(mapLink(address)).toContain(encodeURIComponent('12 Canal Street, Box 3, 9000 Ghent, Belgium'));
});

it.each([
  ['im', 'ada', ['skype'], 'skype:ada?call'],
  ['im', 'skype:ada?chat', [], 'skype:ada?call'],
  ['phone', '+32 2 555 01 23', ['work'], 'skype:+3225550123?call'],
  ['phone', '+32 2 555 01 24', ['fax'], 'fax:+3225550124'],
  ['phone', 'ask', [], null],
])('with Skype links on, %s %s %j leads to %s', (items, value, types, link) => {
  expect(linkOf(items, { value, types }, true)).toBe(link);
});
