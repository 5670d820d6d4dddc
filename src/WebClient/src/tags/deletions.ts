import type { Change } from '../api/types';

/** Calls back when contacts were deleted, when such a one is back, and when changes were missed. */
export function hearDeletions(call: () => void): (changes: Change[] | null) => void {
  const gone = new Set<string>();
  return (changes) => {
    for (const { id, deleted } of changes ?? []) if (deleted) gone.add(id);
    if (!changes || changes.some(({ id }) => gone.has(id))) call();
  };
}
