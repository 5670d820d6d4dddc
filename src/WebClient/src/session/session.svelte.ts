import { ask, onSignedOut, Problem } from '../api/http';
import type { Me } from '../api/types';
import { currentRoute, go } from '../navigation.svelte';
import { askUntilAnswered, stopAsking } from '../offline/readOnly.svelte';
import { orCopy } from '../offline/reading';
import { maySignOut } from '../offline/signingOut.svelte';
import { drop, held, openOutbox, pauseSending, sendWaiting, waiting } from '../offline/unsent.svelte';

let me = $state.raw<Me | null>(null);

export function signedIn(): Me | null {
  return me;
}

/** Finds out who is signed in, and leads to the page for those who are not. */
export async function begin(): Promise<void> {
  if (currentRoute().page === 'setup') return;
  await openSession();
  if (!me && (await setupNeeded())) await go('/setup', { replace: true });
  else if (!me) {
    comeBackHere();
    await go('/sign-in', { replace: true });
  }
}

async function openSession(): Promise<void> {
  const userName = remembered();
  if (!userName) return;
  try {
    enter(await whoAmI());
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return;
    me = await orCopy<Me>(Promise.reject(error), (answers) => answers.me(userName));
    openOutbox(me.userName);
    void askUntilAnswered(startAgain);
  }
  if (currentRoute().page !== 'book') await go('/', { replace: true });
}

async function whoAmI(): Promise<Me> {
  return (await ask<Me>('GET', '/me')).body;
}

/** The server is there after all, for the one whose copy was shown. */
async function startAgain(): Promise<void> {
  const person = await whoAmI();
  if (person.userName === me?.userName) enter(person);
  else location.reload();
}

export async function signIn(userName: string, password: string): Promise<void> {
  enter((await ask<Me>('POST', '/session', { json: { userName, password } })).body);
  await go(afterSignIn, { replace: true });
}

export async function setUp(secret: string, userName: string, password: string, displayName: string): Promise<void> {
  enter((await ask<Me>('POST', '/setup', { json: { secret, userName, password, displayName } })).body);
  await go('/', { replace: true });
}

/** After what members of my groups see of me was changed. */
export async function readMe(): Promise<void> {
  me = await whoAmI();
}

async function setupNeeded(): Promise<boolean> {
  return (await ask<{ needed: boolean }>('GET', '/setup')).body.needed;
}

export async function signOut(): Promise<void> {
  if (!(await maySignOut()) || !(await go('/'))) return;
  pauseSending(true);
  try {
    await ask('DELETE', '/session');
  } catch (error) {
    pauseSending(false);
    throw error;
  }
  drop([...waiting(), ...held()]);
  afterSignIn = '/';
  leave();
  await import('../offline/copy').then((copy) => copy.forget());
}

let afterSignIn = '/';

// The session itself is a cookie that scripts cannot see. That there is one is remembered, so that a page which nobody is signed in on
// can show the form at once, without asking the server to refuse it.
const key = 'signed-in';

/** The user name of who was signed in here before, and not signed out; something else where storage does not tell. */
export function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return 'somebody';
  }
}

function enter(person: Me): void {
  me = person;
  try {
    localStorage.setItem(key, person.userName);
  } catch {
    // Without storage the server is asked each time.
  }
  openOutbox(person.userName);
  pauseSending(false);
  void sendWaiting();
}

function leave(): void {
  me = null;
  stopAsking();
  pauseSending(true);
  openOutbox(null);
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
  if (currentRoute().page === 'book') void go('/sign-in', { replace: true, unguarded: true });
}

onSignedOut(() => {
  comeBackHere();
  leave();
});

/** Drafts are kept, so the page that one was on, or whose address one followed, can be taken up after signing in. */
function comeBackHere(): void {
  if (currentRoute().page === 'book') afterSignIn = location.pathname;
}
