import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineDefaults } from '../src/engine-settings.ts';
import { journalCases } from './journal-suite.ts';
import { openBrowser } from './open-tabs.ts';
import type { Tab, Tabs } from './open-tabs.ts';

describe('in a browser', () => {
  let tabs: Tabs;
  let profile: string;
  beforeAll(async () => {
    profile = await mkdtemp(path.join(tmpdir(), 'evertill-till-'));
    tabs = await openBrowser(profile);
  });
  afterAll(async () => {
    await tabs.close();
    await rm(profile, { recursive: true, force: true });
  });

  it('keeps to the same suite', async () => {
    const tab = await tabs.open();
    for (const name of Object.keys(journalCases)) {
      const { error } = await tab.call('runCase', { name });
      expect([name, error]).toEqual([name, null]);
    }
    await tab.page.close();
  });

  it('opens what its first version wrote, with everything in it', async () => {
    const tab = await tabs.open();
    const answer = await tab.call('upgradeFromFirst');
    expect(answer).toEqual({ error: null, value: { children: 1, count: 1, seq: 1 } });
  });

  it('refuses loudly what a newer version wrote, and loses nothing of it', async () => {
    const tab = await tabs.open();
    const { error, value } = await tab.call('refuseNewer');
    expect(error).toBeNull();
    const { refused, count } = value as { refused: { error: string }; count: number };
    expect(refused.error).toMatch(/^StorageNewer: newer is newer than version 2/);
    expect(count).toBe(1);
  });

  it('lets go of the journal when a newer program wants to upgrade it', async () => {
    const tab = await tabs.open();
    expect(await tab.call('letGoOfOld')).toEqual({ error: null, value: 'outdated' });
  });

  it('has a bucket of its own, apart from what else the app keeps', async () => {
    const tab = await tabs.open();
    const { error, value } = await tab.call('openAsBrowser');
    expect(error).toBeNull();
    const { hasOwnBucket, inDefault } = value as { hasOwnBucket: boolean; inDefault: string[] };
    expect(hasOwnBucket).toBe(true);
    expect(inDefault).toContain('evertill-copies');
    expect(inDefault).not.toContain('evertill-journal');
  });

  it('on a full disk gives up its ballast, and the sale is written', async () => {
    const tab = await tabs.open();
    const session = await tab.page.context().newCDPSession(tab.page);
    const quotaSize = 50 * 1024 * 1024;
    await session.send('Storage.overrideQuotaForOrigin', {
      origin: 'https://till.example',
      quotaSize,
    });
    const { error, value } = await tab.call('fillUp', {
      ballastBytes: engineDefaults.ballastBytes,
    });
    await session.send('Storage.overrideQuotaForOrigin', { origin: 'https://till.example' });
    expect(error).toBeNull();
    const { fullAt, kept } = value as { fullAt: number; kept: number };
    expect(value).toMatchObject({ isTaken: true, usedBallast: true, isThere: true });
    expect(fullAt).toBeGreaterThan(1);
    // What was acknowledged is there, and what was refused is not, half or whole.
    expect(kept).toBe(fullAt - 1);
  });

  it('gives the lock to one tab, to the next when that one goes, and to a thief', async () => {
    const [one, other] = [await tabs.open(), await tabs.open()];
    await one.call('askForLock', { isStealing: false });
    await until(one, ['won']);
    await other.call('askForLock', { isStealing: false });
    expect((await other.call('readNews')).value).toEqual([]);
    await one.call('letGo');
    await until(other, ['won']);
    await one.call('askForLock', { isStealing: true });
    await until(one, ['won', 'won']);
    await until(other, ['won', 'lost']);
    await one.page.close();
    await other.call('askForLock', { isStealing: false });
    await until(other, ['won', 'lost', 'won']);
  });

  const until = (tab: Awaited<ReturnType<Tabs['open']>>, news: string[]): Promise<void> =>
    expect.poll(async () => (await tab.call('readNews')).value).toEqual(news);

  it('has every acknowledged sale after the browser was killed', async () => {
    const tab = await tabs.open();
    expect((await tab.call('sellOn', { count: 25 })).error).toBeNull();
    const session = await tab.page.context().newCDPSession(tab.page);
    const isClosed = new Promise((resolve) => tab.page.context().once('close', resolve));
    void session.send('Browser.crash').catch(() => undefined);
    await isClosed;
    tabs = await openBrowser(profile);
    expect((await (await tabs.open()).call('countSold')).value).toBe(25);
  });
});

/**
 * What a browser leaves that is killed in the middle of a write: the beginning of a record.
 * Chromium appends behind it at its next start, and at the one after that makes all of it anew.
 */
describe.each([0, 1])('with a torn record in place %i of the two', (which) => {
  it('has every acknowledged sale two starts later', async () => {
    const profile = await mkdtemp(path.join(tmpdir(), 'evertill-torn-'));
    try {
      await killedAfter(profile, async (tab) => {
        expect((await tab.call('sellInBoth', { count: 20 })).error).toBeNull();
      });
      const place = (await placesOf(profile))[which] ?? '';
      await tearEndOf(place);
      await killedAfter(profile, async (tab) => {
        expect((await tab.call('sellInBoth', { count: 5 })).error).toBeNull();
      });
      const counted = await killedAfter(profile, (tab) => tab.call('countInBoth'));
      expect(counted).toEqual({ error: null, value: 25 });
      expect(await placesOf(profile)).not.toContain(place);
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  });
});

async function killedAfter<T>(profile: string, work: (tab: Tab) => Promise<T>): Promise<T> {
  const tabs = await openBrowser(profile);
  const tab = await tabs.open();
  const result = await work(tab);
  const session = await tab.page.context().newCDPSession(tab.page);
  const isClosed = new Promise((resolve) => tab.page.context().once('close', resolve));
  void session.send('Browser.crash').catch(() => undefined);
  await isClosed;
  return result;
}

/** The folders of the buckets that a journal lies in, the older first. */
async function placesOf(profile: string): Promise<readonly string[]> {
  const files = await readdir(profile, { recursive: true });
  const logs = files.filter((file) => /WebStorage.*leveldb.CURRENT$/.test(file));
  return logs.map((file) => path.join(profile, path.dirname(file))).sort();
}

async function tearEndOf(place: string): Promise<void> {
  const [log = ''] = (await readdir(place)).filter((file) => file.endsWith('.log'));
  // Checksum, a length of 500, all in one; then a hundred bytes of the five hundred.
  const header = Buffer.from([1, 2, 3, 4, 0xf4, 0x01, 1]);
  await appendFile(path.join(place, log), Buffer.concat([header, Buffer.alloc(100, 7)]));
}
