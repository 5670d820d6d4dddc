/** Hands a file to the browser to be saved. */
export function saveAs(what: Blob | string, name: string): void {
  const link = document.createElement('a');
  link.href = typeof what === 'string' ? what : URL.createObjectURL(what);
  link.download = name;
  link.click();
  if (typeof what !== 'string') setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
