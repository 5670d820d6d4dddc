// Writes src/api/schema.d.ts, the types of the REST interface, from the server's committed description of it.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const root = new URL('../', import.meta.url);
const types = astToString(await openapiTS(new URL('../Api/openapi.v1.json', root)));
const file = new URL('src/api/schema.d.ts', root);

// Left alone where nothing changed: what was built from it is then still new.
let before = '';
try {
  before = readFileSync(file, 'utf8');
} catch {
  // The first time.
}
if (before !== types) writeFileSync(file, types);
