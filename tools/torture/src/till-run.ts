/**
 * A till under torture: a real browser sells through the screens of the till, and dies, again and
 * again. What the screen said was saved is written down outside of it, and has to be on the server
 * in the end: once, under its number, for its sum.
 *
 *   start ─▶ sell, sell, … ─▶ SIGKILL, or the power fails ─▶ start … ─▶ drain ─▶ compare
 */
import {
  diceOf,
  openFront,
  openMortalChromium,
  stillCarrying,
  tryNow,
  withOwner,
} from '@evertill/rig';
import type { Cashier, Dice, Front, MortalChromium } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { judgeTill } from './till-judge.ts';
import type { TillVerdict } from './till-judge.ts';
import { openTillLog } from './till-log.ts';
import type { TillLog } from './till-log.ts';
import { tillPlants } from './till-plants.ts';
import type { TillPlant } from './till-plants.ts';
import { sellUntilGone, signInWhereAsked, standThere } from './till-seller.ts';
import { enrolTill } from './till-start.ts';
import type { TillPlace } from './till-start.ts';

export interface TillSettings {
  readonly kills: number;
  readonly powerCuts: number;
  readonly seed: number;
  readonly plant: TillPlant | undefined;
  /** Milliseconds of a life at most, once it has sold so often; the first may be none. */
  readonly lifeMsMax: number;
  readonly soldBefore: number;
}

export interface TillOutcome {
  readonly verdict: TillVerdict;
  readonly deaths: number;
  readonly tookMs: number;
}

/** How a browser ends, and where its profile is from then on. */
export type Death = (browser: MortalChromium) => Promise<void>;

export const LIFE_MS_MAX = 3_500;
const FIRST_SALE_MS_MAX = 60_000;
/** How often the line is down at first, and somebody signs in where that is asked. */
const DOWN_SHARE = 0.4;
const SIGN_IN_SHARE = 0.5;
const DRAIN_MS_MAX = 120_000;
/** Whoever kills what sells nothing proves nothing: after so many lives one lasts until a sale. */
const IDLE_LIVES_MAX = 10;

export async function tortureTill(
  settings: TillSettings,
  place: TillPlace,
  onProgress: (message: string) => void,
): Promise<TillOutcome> {
  const begin = performance.now();
  const front = await openFront(place.server.url);
  const log = openTillLog(place.logFile);
  const life = { settings, place, front, log, dice: diceOf(settings.seed) };
  let [deaths, idle, soldLast] = [0, 0, 0];
  try {
    const cashier = await enrol(life);
    const count = settings.kills + settings.powerCuts;
    while (deaths < count) {
      const isIdle = idle === IDLE_LIVES_MAX;
      const death = deaths < settings.kills ? kill : place.cutPower;
      const screen = await liveOnce(life, cashier, { isIdle, death });
      deaths += 1;
      const sold = log.read().length;
      if (isIdle && sold === soldLast) {
        throw new Error(`nothing was sold in ${idle + 1} lives; the screen says: ${screen}`);
      }
      idle = sold === soldLast ? idle + 1 : 0;
      soldLast = sold;
      if (deaths % 10 === 0) onProgress(`${deaths} of ${count} deaths, ${sold} sold`);
    }
    front.line = 'up';
    await drain(life, cashier);
    const verdict = await judgeTill(place.home, { told: log.read(), deaths });
    return { verdict, deaths, tookMs: performance.now() - begin };
  } finally {
    await front.close();
  }
}

const kill: Death = (browser) => browser.kill();

interface Life {
  readonly settings: TillSettings;
  readonly place: TillPlace;
  readonly front: Front;
  readonly log: TillLog;
  readonly dice: Dice;
}

async function open({ settings, place, front, log }: Life): Promise<MortalChromium> {
  const browser = await openMortalChromium(place.profile());
  const { page, context } = browser;
  await page.setViewportSize({ width: 1280, height: 800 });
  await context.exposeFunction('tellReceipt', log.tell);
  const { plant } = settings;
  if (plant !== undefined) await context.addInitScript(tillPlants[plant]);
  page.goto(`${front.url}/register/`).catch(() => undefined);
  return browser;
}

/** In good order up to the first sale: what is tortured is a shift, not an installation. */
async function enrol(life: Life): Promise<Cashier> {
  const browser = await open(life);
  try {
    return await enrolTill(browser.page, life.place);
  } finally {
    await browser.context.browser()?.close();
    await browser.kill();
  }
}

interface Manner {
  /** Nobody has sold for long: nothing is in the way this time, and it lasts until a sale. */
  readonly isIdle: boolean;
  readonly death: Death;
}

/** Answers what is on the screen, where nothing was sold that should have been. */
async function liveOnce(life: Life, cashier: Cashier, { isIdle, death }: Manner): Promise<string> {
  const { front, dice, settings } = life;
  front.line = dice.chance() < DOWN_SHARE && !isIdle ? 'down' : 'up';
  const mayTurn = dice.chance() < 0.5 && !isIdle;
  const signsIn = dice.chance() < SIGN_IN_SHARE && !isIdle;
  const lifeMs = dice.between(0, settings.lifeMsMax);
  const browser = await open(life);
  const selling = sell(browser.page, cashier, signsIn);
  const isSold = await untilSold(life, isIdle ? 1 : settings.soldBefore);
  const screen = isSold ? '' : await browser.page.locator('body').innerText().catch(String);
  await sleep(lifeMs / 2);
  if (mayTurn) front.line = front.line === 'up' ? 'down' : 'up';
  await sleep(lifeMs / 2);
  await death(browser);
  // It ends because its page is gone; what the page said last was heard before.
  await selling;
  return screen;
}

/** A death that nobody felt proves nothing: where it is asked for, some sales come before it. */
async function untilSold({ log }: Life, count: number): Promise<boolean> {
  const wanted = log.read().length + count;
  const limit = performance.now() + FIRST_SALE_MS_MAX;
  while (log.read().length < wanted && performance.now() < limit) await sleep(5);
  return log.read().length >= wanted;
}

async function sell(page: Page, cashier: Cashier, signsIn: boolean): Promise<void> {
  try {
    await standThere(page, cashier);
    if (signsIn) await signInWhereAsked(page, cashier);
    await sellUntilGone(page, cashier);
  } catch {
    // The browser died in the middle of it, as it was meant to.
  }
}

/** Nothing dies any more: all that waits has to go. */
async function drain(life: Life, cashier: Cashier): Promise<void> {
  const browser = await open(life);
  try {
    const { page } = browser;
    await standThere(page, cashier);
    const limit = performance.now() + DRAIN_MS_MAX;
    const saved = page.getByRole('button', { name: 'All saved' });
    while (!(await saved.isVisible())) {
      if (performance.now() > limit) throw new Error(`not drained: ${await said(page)}`);
      await signInWhereAsked(page, cashier);
      await tryNow(page);
      await saved.waitFor({ timeout: 1_000 }).catch(() => undefined);
    }
    await untilRelaysRest(life);
  } finally {
    await browser.kill();
  }
}

const said = (page: Page): Promise<string> => page.locator('.sync-pill').innerText();

async function untilRelaysRest({ place }: Life): Promise<void> {
  const limit = performance.now() + DRAIN_MS_MAX;
  await withOwner(place.home, async (client) => {
    while ((await stillCarrying(client)).length > 0) {
      if (performance.now() > limit) throw new Error('the relays do not come to rest');
      await sleep(50);
    }
  });
}
