// Takes pictures of a running Kohorte with the Chromium of this machine.
//   npm i --no-save playwright-core
//   node dev/screenshots.mjs --url http://localhost:8080 --password … --out ../../../../src/docs/pictures /clusters /syncs
// Without paths it takes the README's picture. More: --width 390 --language de --theme dark --full --chromium /usr/bin/chromium
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://localhost:8080' },
    user: { type: 'string', default: 'admin' },
    password: { type: 'string', default: process.env.KOHORTE_ADMIN_PASSWORD ?? '' },
    out: { type: 'string', default: '.' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string' },
    language: { type: 'string', default: 'en' },
    theme: { type: 'string', default: 'light' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    full: { type: 'boolean', default: false },
  },
});
const README = ['/clusters'];
const width = Number(values.width);
const height = Number(values.height ?? (width < 600 ? 844 : 900));

const browser = await chromium.launch({
  executablePath: values.chromium,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: width < 600 ? 2 : 1, reducedMotion: 'reduce' });
  const said = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.addInitScript(({ language, theme }) => {
    localStorage.setItem('kohorte.language', language);
    localStorage.setItem('kohorte.theme', theme);
  }, values);
  await page.goto(`${values.url}/login`);
  await page.fill('input[autocomplete=username]', values.user);
  await page.fill('input[type=password]', values.password || 'x');
  await page.click('button[type=submit]');
  await page.waitForSelector('.sidebar', { state: 'attached' });
  await mkdir(values.out, { recursive: true });
  for (const path of positionals.length ? positionals : README) {
    await page.goto(values.url + path);
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.waitForTimeout(500);
    const name = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${values.language}-${values.theme}.png`;
    await page.screenshot({ path: join(values.out, name), fullPage: values.full });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    console.log(name, wide ? 'SCROLLS SIDEWAYS' : '', said.splice(0).join(' | '));
  }
} finally {
  await browser.close();
}
