/**
 * A real browser that can be killed without warning and started again with the same profile. It is
 * a child of ours and leads a group of its own, so that whatever it started dies with it, and
 * nothing else does.
 */
import chromium from '@sparticuz/chromium';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium as playwright } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browserWords } from './chromium.ts';

const READY_MS_MAX = 60_000;
const LOOK_EVERY_MS = 20;
const PORT_FILE = 'DevToolsActivePort';

export interface MortalChromium {
  readonly context: BrowserContext;
  /** The tab that it opened with. */
  readonly page: Page;
  /** The leader of its group of processes. */
  readonly pid: number;
  /** SIGKILL to all of it; comes back when it is gone. */
  readonly kill: () => Promise<void>;
}

/** `profile` is a folder that is there; opened again, it has what had reached the disk. */
export async function openMortalChromium(profile: string): Promise<MortalChromium> {
  // Of the one that was killed: whoever reads it would knock at a port that nobody hears.
  await rm(path.join(profile, PORT_FILE), { force: true });
  const words = [
    ...browserWords,
    '--headless',
    '--no-first-run',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const child = spawn(await chromium.executablePath(), words, { detached: true, stdio: 'ignore' });
  const { pid } = child;
  if (pid === undefined) throw new Error('there is no browser to start');
  const kill = (): Promise<void> => killGroup(child, pid);
  try {
    const browser = await connect(child, profile);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no profile');
    const page = context.pages()[0] ?? (await context.newPage());
    return { context, page, pid, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function connect(child: ChildProcess, profile: string): Promise<Browser> {
  const limit = Date.now() + READY_MS_MAX;
  for (;;) {
    const text = await readFile(path.join(profile, PORT_FILE), 'utf8').catch(() => '');
    const [port = '', address = ''] = text.split('\n');
    if (address !== '') return playwright.connectOverCDP(`ws://127.0.0.1:${port}${address}`);
    if (child.exitCode !== null) throw new Error(`the browser ended with ${child.exitCode}`);
    if (Date.now() > limit) throw new Error(`no browser within ${READY_MS_MAX} ms`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function killGroup(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-pid, 'SIGKILL');
  await ended;
}
