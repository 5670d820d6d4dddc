import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Tells sw.js which files it has to keep: all that were built, and those of public/. Its text changes whenever one of them does. */
export function serviceWorker(folder = 'public'): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const built = Object.values(bundle).filter(({ fileName }) => fileName !== 'sw.js');
        const files = built.map((one) => [`/${one.fileName}`, one.type === 'chunk' ? one.code : one.source] as const);
        for (const name of readdirSync(folder)) files.push([`/${name}`, readFileSync(join(folder, name))]);
        const build = createHash('sha256');
        for (const [name, content] of files.sort(([a], [b]) => (a < b ? -1 : 1))) build.update(name).update(content);
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('There is no sw.js to put the list of files into.');
        worker.code = `const BUILD=${JSON.stringify(build.digest('hex').slice(0, 12))},BUILT_FILES=${JSON.stringify(files.map(([name]) => name))};\n${worker.code}`;
      },
    },
  };
}
