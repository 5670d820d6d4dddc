import { readTrash, type Burst, type Deleted } from '../api/trash';

const pageSize = 500;

/** Everything in a trash, or only what a condition keeps; ends where nothing older is wanted. */
export async function trashIds(environment: string, wanted: (item: Deleted) => boolean = () => true, since = ''): Promise<string[]> {
  const ids: string[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const { items, total } = await readTrash(environment, offset, pageSize);
    ids.push(...items.filter(wanted).map((item) => item.id));
    const last = items.at(-1);
    if (!last || offset + items.length >= total || (since && Date.parse(last.deletedAt) < Date.parse(since))) return ids;
  }
}

export function isOf(burst: Burst, item: Pick<Deleted, 'deletedBy' | 'deletedAt'>): boolean {
  const at = Date.parse(item.deletedAt);
  return item.deletedBy === burst.deletedBy && at >= Date.parse(burst.from) && at <= Date.parse(burst.to);
}

const key = 'dismissedBursts';
const nameOf = (environment: string, burst: Burst) => `${environment} ${burst.deletedBy} ${burst.from}`;

function dismissed(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(read) ? read.map(String) : [];
  } catch {
    return [];
  }
}

export const isDismissed = (environment: string, burst: Burst) => dismissed().includes(nameOf(environment, burst));

export function dismissBurst(environment: string, burst: Burst): void {
  try {
    localStorage.setItem(key, JSON.stringify([...dismissed(), nameOf(environment, burst)].slice(-50)));
  } catch {
    // Private windows may refuse storage; it is then away as long as the page.
  }
}
