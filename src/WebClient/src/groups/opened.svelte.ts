/** Which of the dialogs about groups is open: of the group that one looks at, to make one, or to find one. */
export type GroupsDialog = 'group' | 'new' | 'find';

let opened = $state<GroupsDialog | null>(null);

export const groupsOpened = () => opened;

export function openGroups(which: GroupsDialog): void {
  opened = which;
}

export function closeGroups(): void {
  opened = null;
}
