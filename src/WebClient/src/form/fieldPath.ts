/** `fields.emails[1].value` and `/fields/emails/1/value` are `emails[1].value` here. */
export function fieldPath(path: string): string {
  const dotted = path.startsWith('/') ? path.slice(1).replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.') : path;
  return dotted.replace(/^\$?\.?(?:fields\.)?/, '');
}
