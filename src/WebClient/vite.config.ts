import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { precompress } from './build/precompress.ts';
import { serviceWorker } from './build/serviceWorker.ts';
import { laterTexts } from './src/i18n/later.ts';

// `npm run dev` serves the sources with hot reload and hands everything else to a running server.
const server = process.env['CONTACTOFFICE_URL'] ?? 'http://localhost:5080';

type ModuleInfo = (id: string) => { importedIds: string[] } | null;
const modules = /\/src\/(?!worker\/)/;
const firstPage = ['main.ts', 'book/BookPage.svelte'].map((file) => fileURLToPath(new URL(`src/${file}`, import.meta.url)));
let ofFirstPage: Set<string> | undefined;

/** Whether the page that one sees first imports a module, directly or not. */
function isOfFirstPage(module: string, infoOf: ModuleInfo): boolean {
  if (!ofFirstPage) {
    // A set that grows is walked to its end.
    ofFirstPage = new Set(firstPage);
    for (const id of ofFirstPage) for (const imported of infoOf(id)?.importedIds ?? []) ofFirstPage.add(imported);
  }
  return ofFirstPage.has(module);
}

/** Each language in two files: the texts of the first page, and the rest. Only a build has use for that; elsewhere the first has all. */
function catalogues(): Plugin {
  let building = false;
  return {
    name: 'catalogues',
    enforce: 'pre',
    configResolved({ command }) {
      building = command === 'build';
    },
    load(id) {
      const [file = '', query] = id.split('?');
      const isLater = query === 'later';
      if (!/\/i18n\/catalogues\/\w+\.json$/.test(file) || (!isLater && !building)) return null;
      const texts = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
      const json = JSON.stringify(Object.fromEntries(texts.filter(([key]) => laterTexts.test(key) === isLater)));
      return isLater ? { code: `export default ${json}`, moduleType: 'js' } : json;
    },
  };
}

export default defineConfig({
  plugins: [catalogues(), svelte(), serviceWorker(), precompress('dist')],
  build: {
    target: 'es2023',
    // Nothing may be inlined: the Content-Security-Policy allows files of this origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: { index: 'index.html', sw: 'src/worker/sw.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        // Few files: left alone, what several pages share is cut into dozens of pieces too small to be compressed.
        codeSplitting: {
          groups: [
            { name: 'svelte', test: /node_modules\/svelte\//, priority: 3 },
            // What the first page needs in one file, what only later parts share in another.
            { name: (id, graph) => (isOfFirstPage(id, (module) => graph.getModuleInfo(module)) ? 'shared' : null), test: modules, minShareCount: 2, priority: 2 },
            { name: 'later', test: modules, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/live': { target: server, ws: true },
      '/openapi': server,
    },
  },
});
