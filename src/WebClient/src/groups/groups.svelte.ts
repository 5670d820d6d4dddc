import { dismissRequest, joinGroup, listGroups, readGroup } from '../api/groups';
import { Problem } from '../api/http';
import type { Group } from '../api/types';
import { bookPath, currentEnvironment, currentRoute, go, privateEnvironment } from '../navigation.svelte';
import { t } from '../i18n/text.svelte';
import { signedIn } from '../session/session.svelte';
import { toastGroupProblem } from './problems';
import { toast } from '../ui/toasts.svelte';
import { lastSeen, sawUpTo } from './lastSeen';

/** Groups, invitations and applications of whoever is signed in. */
let all = $state.raw<Group[]>([]);
/** Grows when a book was looked at, here or in another tab. */
let looked = $state(0);

addEventListener('storage', (event) => {
  if (event.key?.startsWith('seen:')) looked++;
});

const me = () => signedIn()?.userName ?? '';
const byName = new Intl.Collator();

export const myGroups = () => all.filter((group) => group.role !== 'none');
export const invitations = () => all.filter((group) => group.role === 'none' && group.waits === 'invited');
export const applications = () => all.filter((group) => group.role === 'none' && group.waits === 'applied');
export const groupNamed = (name: string) => myGroups().find((group) => group.name === name) ?? null;
export const manages = (group: Group | null) => group?.role === 'administrator' || group?.role === 'coAdministrator';

export function isUnread(group: Group): boolean {
  void looked;
  return group.name !== currentEnvironment() && group.seq > lastSeen(me(), group.name);
}

/** Its book is looked at. */
export function look(group: string, seq: number): void {
  if (seq <= lastSeen(me(), group)) return;
  sawUpTo(me(), group, seq);
  looked++;
}

/** Something happened in its book. */
export function heardOf(name: string, seq: number): void {
  if (all.some((group) => group.name === name && group.seq < seq)) all = all.map((group) => (group.name === name ? { ...group, seq } : group));
}

export function forgetGroups(): void {
  all = [];
}

/** Gone at once; what else changed is read. */
export function forgetGroup(name: string): void {
  all = all.filter((group) => group.name !== name);
  void readGroups();
}

let reading: Promise<void> | null = null;
let again = false;

/** One at a time; what changed while it was under way is read once more. */
export function readGroups(): Promise<void> {
  if (reading) again = true;
  reading ??= readNow().finally(() => {
    reading = null;
    if (again) void readGroups();
    again = false;
  });
  return reading;
}

async function readNow(): Promise<void> {
  try {
    const read = await listGroups();
    // What was heard while the answer was under way is newer than it.
    all = read.map((group) => ({ ...group, seq: Math.max(group.seq, groupNamed(group.name)?.seq ?? 0) })).sort((a, b) => byName.compare(a.name, b.name));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Without a connection those that are known stay.
  }
  await followName();
}

/** The group that one looks at may have been given another name: the address follows it. */
async function followName(): Promise<void> {
  const name = currentEnvironment();
  if (name === privateEnvironment || groupNamed(name)) return;
  const now = await readGroup(name).catch(() => null);
  if (!now || now.name === name || now.role === 'none' || currentEnvironment() !== name) return;
  await go(location.pathname.replace(bookPath(name), bookPath(now.name)), { replace: true, unguarded: true });
  toast(t('groups.renamed', { before: name, name: now.name }));
}

/** Whether it can still be read: false only where the server says that it cannot. */
export async function isReadable(name: string): Promise<boolean> {
  try {
    return (await readGroup(name)).role !== 'none';
  } catch (error) {
    return !(error instanceof Problem && error.status === 404);
  }
}

/** Joins, accepts or applies, and says what came of it. */
export async function enter(group: Group): Promise<boolean> {
  try {
    const { role } = await joinGroup(group.name);
    await readGroups();
    toast(t(role === 'none' ? 'groups.applied' : 'groups.joined', { group: group.name }));
    return role !== 'none' && go(bookPath(group.name));
  } catch (error) {
    toastGroupProblem(error);
    return false;
  }
}

/** Declines an invitation, or takes an application back. */
export async function withdraw(group: Group): Promise<void> {
  try {
    await dismissRequest(group.name, me());
    toast(t(group.waits === 'invited' ? 'groups.declined' : 'groups.withdrawn', { group: group.name }));
  } catch (error) {
    toastGroupProblem(error);
  }
  await readGroups();
}

/** After one left it or deleted it. */
export async function goAway(name: string): Promise<void> {
  const route = currentRoute();
  if (route.page === 'book' && route.environment === name) await go(bookPath(privateEnvironment), { unguarded: true });
  forgetGroup(name);
}
