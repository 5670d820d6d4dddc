// Draws the PNG icons of public/ from its icon.svg, with a Chromium that is on the PATH or that CHROMIUM names. They are committed: run
// this after a change of the drawing only.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../public/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'icons-'));
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');

/** Systems cut maskable icons, and Apple rounds its own: their background reaches the edges, and a maskable drawing keeps to the middle. */
const whole = drawing.replace(' rx="8"', '');
const middle = whole.replace(/(<circle.*)<\/svg>/, '<g transform="translate(3.2 3.2) scale(.8)">$1</g></svg>');

for (const [name, size, picture] of [['icon-192', 192, drawing], ['icon-512', 512, drawing], ['icon-180', 180, whole], ['icon-maskable', 512, middle]]) {
  const page = join(work, `${name}.html`);
  writeFileSync(page, `<!doctype html><style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${picture}`);
  spawnSync(process.env.CHROMIUM ?? 'chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--default-background-color=00000000',
    `--window-size=${size},${size}`, `--screenshot=${join(folder, `${name}.png`)}`, page], { stdio: 'inherit' });
}
rmSync(work, { recursive: true });
