/** Pictures of every main screen into docs/register, as a person would see them. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DisplayName, SceneName } from '../src/pretend/scene-names.ts';
import { openPretendPages } from './pretend-pages.ts';

const sizes = { phone: [390, 844], tablet: [1180, 820], desktop: [1366, 768] } as const;
const themes = ['light', 'dark'] as const;

/** The screens somebody sees every day: at all sizes and in both themes. */
const everywhere: readonly SceneName[] = [
  ...(['pay-foreign', 'close-foreign'] as const),
  ...(['sell', 'pay-split', 'paid', 'history', 'refund', 'drawer', 'close', 'open'] as const),
  ...(['attention', 'settings', 'settings-printer', 'pin', 'void', 'no-sale'] as const),
];
const once: readonly (SceneName | DisplayName)[] = [
  ...(['sell-offline', 'sell-empty', 'promoted', 'coupon', 'customer', 'settings-rates'] as const),
  ...(['loose-refund', 'exchange', 'exchange-pay', 'approval'] as const),
  ...(['enrol', 'discount', 'keys', 'sync'] as const),
  ...(['prints', 'paid-unprinted', 'camera-denied', 'void-slip', 'drawer-foreign'] as const),
  ...(['display-basket', 'display-paid', 'display-idle'] as const),
];

const folder = fileURLToPath(new URL('../../../docs/register/', import.meta.url));
mkdirSync(folder, { recursive: true });
const pages = await openPretendPages();
const take = async (
  name: SceneName | DisplayName,
  size: keyof typeof sizes,
  theme: (typeof themes)[number],
): Promise<void> => {
  const page = await pages.show({ name, theme, language: 'en', size: sizes[size] });
  await page.screenshot({ path: path.join(folder, `${name}-${size}-${theme}.png`) });
};
for (const name of everywhere) {
  for (const size of ['phone', 'tablet', 'desktop'] as const) {
    for (const theme of themes) await take(name, size, theme);
  }
}
await take('ticket', 'phone', 'light');
for (const name of once) await take(name, 'tablet', 'light');
await pages.close();
if (pages.complaints.length > 0) throw new Error(pages.complaints.join('\n'));
