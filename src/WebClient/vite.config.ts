import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';
import { serviceWorker } from './build/serviceWorker.ts';

// `npm run dev` serves the sources with hot reload and hands everything else to a running server.
const server = process.env['CONTACTOFFICE_URL'] ?? 'http://localhost:5080';

export default defineConfig({
  plugins: [svelte(), serviceWorker(), precompress('dist')],
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
            { name: 'svelte', test: /node_modules\/svelte\//, priority: 2 },
            { name: 'shared', test: /\/src\/(?!worker\/)/, minShareCount: 2, priority: 1 },
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
