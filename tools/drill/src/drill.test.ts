/** A short drill, so that every change is tried. The long one is `npm run drill`. */
import { callerOf, makeHome, openShop } from '@evertill/rig';
import { expect, test } from 'vitest';
import { drill } from './drill.ts';
import { defaults, readSettings } from './settings.ts';
import { withServer } from './with-server.ts';

const TEST_MS_MAX = 300_000;

test(
  'what was sold after a backup is there once after its restore, and so is what came before',
  async () => {
    const home = await makeHome(undefined);
    try {
      await withServer(home, (server) => openShop(callerOf(server.url), home.home));
      const brief = { backups: 1, registers: 2, loadMs: 500, homeToCopy: home.home };
      const [revival] = await drill({ ...defaults, ...brief }, 1, () => undefined);
      expect(revival?.findings).toEqual([]);
      // One was made after the backup and one enrolled anew: a person gives both a code.
      expect(revival?.enrolments).toBe(2);
      expect(revival?.leasesLost).toBeGreaterThan(0);
      expect(revival?.sentAgain).toBeGreaterThan(0);
      expect(revival?.duplicates).toBeGreaterThan(0);
    } finally {
      await home.remove();
    }
  },
  TEST_MS_MAX,
);

test('words that mean nothing are refused', () => {
  expect(() => readSettings(['--backups', 'many'])).toThrow('no whole number');
  expect(readSettings(['--seeds', '2', '--json'])).toMatchObject({
    settings: { seeds: 2, backups: 3 },
    isJson: true,
  });
});
