/** A till that listens: when it does, what it makes of it, and how it comes back. */
import { expect, test } from 'vitest';
import { listenForNotices } from '../src/listening.ts';
import type { SyncStatus } from '../src/index.ts';

interface Opened {
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly end: () => void;
}

/** Every stream that is asked for is opened, and says what it is told to. */
function openStreams() {
  const opened: Opened[] = [];
  const fetch = (async (_, init) => {
    const { readable, writable } = new TransformStream<Uint8Array>();
    const writer = writable.getWriter();
    const signal = init?.signal ?? new AbortController().signal;
    signal.addEventListener('abort', () => void writer.abort().catch(() => undefined));
    opened.push({
      signal,
      say: (text) => void writer.write(new TextEncoder().encode(text)).catch(() => undefined),
      end: () => void writer.close().catch(() => undefined),
    });
    return new Response(readable, { headers: { 'content-type': 'text/event-stream' } });
  }) satisfies typeof globalThis.fetch;
  return { opened, fetch };
}

function bench() {
  let status = { lease: 'here', state: 'idle' } as SyncStatus;
  let isShown = true;
  let hear: () => void = () => undefined;
  let hearShown: () => void = () => undefined;
  let [woken, armed] = [0, 0];
  let timers: { readonly delayMs: number; readonly work: () => void }[] = [];
  const { opened, fetch } = openStreams();
  const after = (delayMs: number, work: () => void): (() => void) => {
    const timer = { delayMs, work };
    timers.push(timer);
    armed += 1;
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  const stop = listenForNotices({
    ...{ fetch, url: 'http://shop.test', world: { chance: () => 0.5, after } },
    tokens: { access: () => 'token', refresh: () => Promise.resolve() },
    engine: {
      status: () => status,
      subscribe: (ear) => {
        hear = () => ear(status);
        return () => undefined;
      },
      wake: () => (woken += 1),
    },
    isShown: () => isShown,
    onShownChange: (ear) => {
      hearShown = ear;
      return () => undefined;
    },
  });
  return {
    ...{ opened, stop },
    woken: () => woken,
    /** Timers that were ever set: one for each part of a stream, and one more for news. */
    armed: () => armed,
    become: (next: Partial<SyncStatus>) => {
      status = { ...status, ...next };
      hear();
    },
    show: (shown: boolean) => {
      isShown = shown;
      hearShown();
    },
    /** Those that are due within so long go off. */
    pass: (ms: number) => {
      const due = timers.filter(({ delayMs }) => delayMs <= ms);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { work } of due) work();
    },
  };
}

const news = (topic: string): string => `event: news\ndata: {"topics":["${topic}"]}\n\n`;

test('what a till copies wakes it, once, a little later than all others', async () => {
  const { opened, woken, armed, pass, become } = bench();
  opened[0]?.say('retry: 5000\n\n:\n\n');
  opened[0]?.say(news('sales'));
  await expect.poll(armed).toBe(3);
  pass(1_000);
  expect(woken()).toBe(0);
  opened[0]?.say(news('catalog').slice(0, 20));
  opened[0]?.say(news('catalog').slice(20) + news('auth'));
  await expect.poll(armed).toBe(6);
  pass(499);
  expect(woken()).toBe(0);
  pass(500);
  expect(woken()).toBe(1);
  // Whoever waits was told to.
  opened[0]?.say(news('catalog'));
  await expect.poll(armed).toBe(8);
  become({ state: 'pushing' });
  pass(500);
  expect(woken()).toBe(1);
});

test('a tab that nobody sees, or that does not drain, listens to nothing', () => {
  const { opened, show, become, stop } = bench();
  show(false);
  expect(opened[0]?.signal.aborted).toBe(true);
  show(true);
  expect(opened).toHaveLength(2);
  become({ lease: 'elsewhere' });
  expect(opened[1]?.signal.aborted).toBe(true);
  become({ lease: 'here', state: 'signed_out' });
  expect(opened).toHaveLength(2);
  become({ state: 'pulling' });
  become({ state: 'idle' });
  expect(opened).toHaveLength(3);
  stop();
  expect(opened[2]?.signal.aborted).toBe(true);
});

test('what ended or says nothing any more is opened again, later and later', async () => {
  const { opened, armed, pass } = bench();
  opened[0]?.end();
  // The watch over the stream, and the rest before the next.
  await expect.poll(armed).toBe(2);
  expect(opened).toHaveLength(1);
  pass(500);
  expect(opened).toHaveLength(2);
  pass(60_000);
  expect(opened[1]?.signal.aborted).toBe(true);
  await expect.poll(armed).toBe(4);
  pass(1_000);
  expect(opened).toHaveLength(3);
});
