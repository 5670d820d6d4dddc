let opened = $state(false);

/** Whether the import's window is open. An import goes on without it. */
export const importOpened = () => opened;

export function openImport(): void {
  opened = true;
}

export function closeImport(): void {
  opened = false;
}
