/** Where a device finds one person's address books. */
export interface Addresses {
  /** Enough for clients that look for the rest themselves (RFC 6764). */
  server: string;
  principal: string;
  privateBook: string;
}

/** Where it finds a group's. */
export interface GroupAddresses {
  book: string;
  /** Read-only: the members themselves. */
  members: string;
  /** A principal whose home holds this book alone, for clients that show one book of an account. */
  principal: string;
}

/** An @ may stand in a path as it is (RFC 3986 §3.3), and is easier to type so. */
const segment = (text: string) => encodeURIComponent(text).replaceAll('%40', '@');

const principalOf = (origin: string, userName: string) => `${origin}/dav/principals/${segment(userName)}/`;
const homeOf = (origin: string, userName: string) => `${origin}/dav/addressbooks/${segment(userName)}/`;

export function addressesOf(origin: string, userName: string): Addresses {
  return { server: origin, principal: principalOf(origin, userName), privateBook: `${homeOf(origin, userName)}private/` };
}

export function groupAddresses(origin: string, userName: string, group: string): GroupAddresses {
  const home = homeOf(origin, userName);
  return {
    book: `${home}${segment(group)}/`,
    members: `${home}${segment(`${group} (members)`)}/`,
    principal: `${principalOf(origin, userName)}groups/${segment(group)}/`,
  };
}

/** The configuration profile for Apple's devices: of the account, or of one group's book. */
export const profilePath = (group?: string) => `/api/v1/me/carddav.mobileconfig${group === undefined ? '' : `?group=${encodeURIComponent(group)}`}`;
