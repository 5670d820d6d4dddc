import { describe, expect, it } from 'vitest';
import { addressesOf, groupAddresses, profilePath } from './addresses';
import { discoveryLines, likelyDomain } from './discovery';

const origin = 'https://contacts.example.org';

describe('addresses', () => {
  it('of a person can be typed, an e-mail address as user name too', () => {
    expect(addressesOf(origin, 'ada@example.org')).toEqual({
      server: origin,
      principal: `${origin}/dav/principals/ada@example.org/`,
      privateBook: `${origin}/dav/addressbooks/ada@example.org/private/`,
    });
  });

  it('of a group are escaped whatever it is called', () => {
    const { book, members, principal } = groupAddresses(origin, 'ada', 'Été & Co');
    expect(book).toBe(`${origin}/dav/addressbooks/ada/%C3%89t%C3%A9%20%26%20Co/`);
    expect(decodeURIComponent(members)).toBe(`${origin}/dav/addressbooks/ada/Été & Co (members)/`);
    expect(principal).toBe(`${origin}/dav/principals/ada/groups/%C3%89t%C3%A9%20%26%20Co/`);
  });

  it('of the profile name the group', () => {
    expect(profilePath()).toBe('/api/v1/me/carddav.mobileconfig');
    expect(profilePath('R&D')).toBe('/api/v1/me/carddav.mobileconfig?group=R%26D');
  });
});

describe('the lines for the zone', () => {
  it('name the server, its port and the path', () => {
    expect(discoveryLines(origin, ' example.org. ')).toEqual({
      srv: '_carddavs._tcp.example.org. IN SRV 0 1 443 contacts.example.org.',
      txt: '_carddavs._tcp.example.org. IN TXT "path=/dav/"',
    });
    expect(discoveryLines('http://localhost:5080', 'example.org').srv).toBe('_carddav._tcp.example.org. IN SRV 0 1 5080 localhost.');
  });

  it('are of the domain of e-mail addresses, as far as it can be guessed', () => {
    expect(likelyDomain('contacts.example.org', 'root@example.com')).toBe('example.com');
    expect(likelyDomain('contacts.example.org', null)).toBe('example.org');
    expect(likelyDomain('example.net', '')).toBe('example.net');
    for (const host of ['192.0.2.7', '[2001:db8::7]', 'localhost']) expect(likelyDomain(host, undefined)).toBe('example.org');
  });
});
