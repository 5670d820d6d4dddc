// What Lighthouse says of the signed-in page: node run.mjs URL USER PASSWORD
// CHROME_PATH names another browser than Debian's. The exit code is 0 where everything has full marks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import { launch } from 'puppeteer-core';

const chromium = process.env['CHROME_PATH'] || '/usr/bin/chromium';
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const presets = { desktop: desktopConfig, mobile: undefined };

/** The session's cookie. */
async function signIn(url, userName, password) {
  const answer = await fetch(new URL('/api/v1/session', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'ContactOffice' },
    body: JSON.stringify({ userName, password }),
  });
  if (!answer.ok) throw new Error(`Signing in: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
}

/** A browser of its own for each run, so that none finds what another one left. */
async function run(url, cookies, config) {
  const userDataDir = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const browser = await launch({ executablePath: chromium, headless: true, args: flags, userDataDir });
  try {
    const page = await browser.newPage();
    await browser.setCookie(...cookies.map((cookie) => ({ ...pair(cookie), domain: new URL(url).hostname, path: '/', httpOnly: true })));
    // The page asks for the session only where it remembers one.
    await page.goto(new URL('/health/live', url).href);
    await page.evaluate(() => localStorage.setItem('signed-in', '1'));
    const options = { onlyCategories: categories, disableStorageReset: true, logLevel: 'error' };
    return (await lighthouse(url, options, config, page)).lhr;
  } finally {
    await browser.close();
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function pair(cookie) {
  const at = cookie.indexOf('=');
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1) };
}

function tell(name, { categories, audits, finalDisplayedUrl, runWarnings }) {
  console.log(`\n### ${name}: ${finalDisplayedUrl}\n`);
  for (const warning of runWarnings) console.log(`Note: ${warning}`);
  console.log('| category | score |\n|---|---:|');
  for (const category of Object.values(categories)) console.log(`| ${category.title} | ${Math.round(category.score * 100)} |`);
  const below = Object.values(audits).filter(({ score }) => score !== null && score < 1);
  for (const { id, title, score, displayValue, explanation, description, details } of below) {
    console.log(`\n- ${id} (${Math.round(score * 100)}): ${title}${displayValue ? `: ${displayValue}` : ''}`);
    console.log(`  ${explanation ?? description}`);
    for (const item of (details?.items ?? []).slice(0, 5)) console.log(`  - ${JSON.stringify(item).slice(0, 300)}`);
  }
  return below.length === 0;
}

const [url, userName, password] = process.argv.slice(2);
if (!password) {
  console.error('node run.mjs URL USER PASSWORD');
  process.exit(2);
}
const cookies = await signIn(url, userName, password);
let full = true;
for (const [name, config] of Object.entries(presets)) full = tell(name, await run(url, cookies, config)) && full;
process.exitCode = full ? 0 : 1;
