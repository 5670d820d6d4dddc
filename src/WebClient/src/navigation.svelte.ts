import { isRefused } from './offline/readOnly.svelte';

export const privateEnvironment = 'private';

/** Where one is: the address bar is the only truth about it, so that reload, back and a shared link all work. */
export type Route =
  | { page: 'signIn' }
  | { page: 'setup' }
  | { page: 'book'; environment: string; id: string | null; mode: 'view' | 'edit' | 'new' };

export function parseRoute(path: string): Route {
  const [first, ...rest] = path.split('/').slice(1);
  if (first === 'sign-in') return { page: 'signIn' };
  if (first === 'setup') return { page: 'setup' };
  if (first !== 'groups' || !rest[0]) return inBook(privateEnvironment, first, rest);
  return inBook(decoded(rest[0]), rest[1], rest.slice(2));
}

function inBook(environment: string, what: string | undefined, [id, deed]: string[]): Route {
  if (what !== 'contacts' || !id) return { page: 'book', environment, id: null, mode: 'view' };
  if (id === 'new') return { page: 'book', environment, id: null, mode: 'new' };
  return { page: 'book', environment, id: decoded(id), mode: deed === 'edit' ? 'edit' : 'view' };
}

/** What somebody mistyped in the address bar leads nowhere, but breaks nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

let route = $state.raw<Route>(parseRoute(location.pathname));
let path = location.pathname;

/** Asked before one leaves a page with something unsaved on it; false keeps one there. */
let mayLeave: (() => Promise<boolean>) | null = null;

export function currentRoute(): Route {
  return route;
}

export function guardLeaving(guard: (() => Promise<boolean>) | null): void {
  mayLeave = guard;
}

export async function go(to: string, how: { replace?: boolean; unguarded?: boolean } = {}): Promise<boolean> {
  if (to === path) return true;
  if (/\/(?:new|edit)$/.test(to) && isRefused()) return false;
  if (mayLeave && !how.unguarded && !(await mayLeave())) return false;
  mayLeave = null;
  if (how.replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  show();
  return true;
}

function show(): void {
  path = location.pathname;
  route = parseRoute(path);
}

addEventListener('popstate', () => {
  if (!mayLeave || location.pathname === path) {
    show();
    return;
  }
  // The browser has moved already: go back onto the page that is still shown, and ask.
  const wanted = location.pathname;
  history.pushState(null, '', path);
  void go(wanted);
});

/** The environment that one looks at. */
export const currentEnvironment = () => (route.page === 'book' ? route.environment : privateEnvironment);

/** Addresses within the environment that one looks at, unless another one is named. */
const inEnvironment = (environment: string) => (environment === privateEnvironment ? '' : `/groups/${encodeURIComponent(environment)}`);
export const bookPath = (environment = currentEnvironment()) => inEnvironment(environment) || '/';
export const newPath = (environment = currentEnvironment()) => `${inEnvironment(environment)}/contacts/new`;
export const contactPath = (id: string, environment = currentEnvironment()) => `${inEnvironment(environment)}/contacts/${encodeURIComponent(id)}`;
export const editPath = (id: string, environment = currentEnvironment()) => `${contactPath(id, environment)}/edit`;

/** Lets plain clicks on a link move within the page; those with a modifier key stay the browser's. */
export function followLink(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void go(event.currentTarget.pathname);
}
