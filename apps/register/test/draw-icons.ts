/**
 * Draws the icons of the installed app: `node apps/register/test/draw-icons.ts`.
 * What it draws is committed; run it again when an outline changed.
 */
import { openChromium } from '@evertill/rig';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const icons = [
  { from: 'icon.svg', to: 'icon-192.png', size: 192 },
  { from: 'icon.svg', to: 'icon-512.png', size: 512 },
  { from: 'maskable.svg', to: 'maskable-512.png', size: 512 },
  // Apple rounds the corners itself.
  { from: 'maskable.svg', to: 'apple-touch-180.png', size: 180 },
] as const;

const here = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const profile = await mkdtemp(path.join(tmpdir(), 'evertill-icons-'));
const browser = await openChromium(profile);
try {
  const page = await browser.newPage();
  for (const { from, to, size } of icons) {
    await page.setViewportSize({ width: size, height: size });
    const outline = await readFile(here(`src/icons/${from}`), 'utf8');
    await page.setContent(`<style>* { margin: 0 } svg { display: block }</style>${outline}`);
    await page.screenshot({ path: here(`public/icons/${to}`), omitBackground: true });
  }
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
