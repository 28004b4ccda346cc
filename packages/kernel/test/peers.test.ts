/** What is asked of another process when it is silent: again, but seldom; then not at all. */
import { catalog, inventory, operation, uuid } from '@evertill/contract';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { askAcross, makeMetrics, postsToPeers } from '../src/index.ts';
import type { Context, Refusal } from '../src/index.ts';
import { newUuid } from './bench.ts';
import { virtualWorld } from './virtual-world.ts';

const DEADLINE_MS = 15_000;
type Line = () => Promise<Response>;
const answers: Line = () => Promise.resolve(Response.json({ products: [] }));
const isDown: Line = () => Promise.reject(new TypeError('fetch failed'));
const refuses =
  (code: string, status = 503): Line =>
  () =>
    Promise.resolve(Response.json({ code, detail: 'said there' }, { status }));

/** Catalog behind a line that does what it is told, one question after another. */
function openLine() {
  const sent: { readonly path: string; readonly leftMs: number; readonly atMs: number }[] = [];
  let line: Line = answers;
  const world = virtualWorld((url, init) => {
    const headers = new Headers(init?.headers);
    const leftMs = Number(headers.get('x-deadline-ms'));
    sent.push({ path: new Request(url).url, leftMs, atMs: world.clock.now().getTime() });
    return line();
  });
  const metrics = makeMetrics();
  const ask = askAcross({
    isLocal: () => false,
    dispatch: () => {
      throw new Error('nothing is local here');
    },
    postToPeer: postsToPeers({
      world,
      metrics,
      // Signed at once: a signature takes time that the clock here knows nothing of.
      tokens: { sign: () => Promise.resolve('signed'), read: () => Promise.reject(new Error()) },
      urls: { catalog: 'http://catalog.test', inventory: 'http://inventory.test' },
    }),
  });
  const context = (leftMs = DEADLINE_MS): Context => ({
    tenantId: newUuid(),
    userId: null,
    roles: [],
    caller: 'user',
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    registerKey: null,
    deadlineMs: world.clock.now().getTime() + leftMs,
  });
  const outcomeOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'answer',
      (error: unknown) => (error as Refusal).code,
    );
  /** Asks, lets enough time pass for every retry, and tells what came of it. */
  const askCatalog = async (leftMs?: number): Promise<string> => {
    const asked = outcomeOf(ask(catalog.knownProducts, context(leftMs), { productIds: [] }));
    await world.pass(400);
    return asked;
  };
  const counted = async (name: string): Promise<number> => {
    const metric = await metrics.registry.getSingleMetric(name)?.get();
    return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
  };
  return {
    ...{ world, sent, ask, context, askCatalog, outcomeOf, counted },
    let: (next: Line) => {
      line = next;
    },
  };
}

describe('what gets no answer', () => {
  test('is asked again after a short while, and answered', async () => {
    const { let: letLine, sent, askCatalog, counted } = openLine();
    let asked = 0;
    letLine(() => (++asked < 3 ? isDown() : answers()));
    expect(await askCatalog()).toBe('answer');
    expect(sent).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = sent.map(({ atMs }) => atMs);
    expect(second - first).toBeGreaterThanOrEqual(25);
    expect(second - first).toBeLessThanOrEqual(50);
    expect(third - second).toBeGreaterThanOrEqual(50);
    expect(third - second).toBeLessThanOrEqual(100);
    // What is left of the caller's time shrinks with every attempt.
    expect(sent[0]?.leftMs).toBe(DEADLINE_MS);
    expect(sent[2]?.leftMs).toBeLessThanOrEqual(DEADLINE_MS - 75);
    expect(await counted('evertill_peer_retries_total')).toBe(2);
  });

  test('is not asked again when it is not known to be repeatable', async () => {
    const { let: letLine, sent, ask, context, world, outcomeOf } = openLine();
    const counts = operation({
      name: 'catalog.countsEachTime',
      summary: 'A try that counts.',
      access: { kind: 'peer' },
      input: z.strictObject({ id: uuid() }),
      output: z.strictObject({}),
      refusals: [],
    });
    letLine(isDown);
    const outcome = outcomeOf(ask(counts, context(), { id: newUuid() }));
    await world.pass(400);
    expect(await outcome).toBe('unavailable');
    expect(sent).toHaveLength(1);
  });

  test('is not asked again when the caller would be gone by then', async () => {
    const { let: letLine, sent, askCatalog } = openLine();
    letLine(isDown);
    expect(await askCatalog(20)).toBe('unavailable');
    expect(sent).toHaveLength(1);
  });

  test('is asked again of one that goes down in good order, and of no other that refuses', async () => {
    const { let: letLine, sent, askCatalog } = openLine();
    letLine(refuses('unavailable'));
    expect(await askCatalog()).toBe('unavailable');
    expect(sent).toHaveLength(3);
    letLine(refuses('not_found', 404));
    expect(await askCatalog()).toBe('not_found');
    expect(sent).toHaveLength(4);
  });
});

test('retries stay a tenth of what is asked, whatever is asked', async () => {
  const { let: letLine, sent, askCatalog, counted } = openLine();
  // A neighbour that is there and can do nothing: no breaker opens, and every question may repeat.
  letLine(refuses('unavailable'));
  for (let time = 0; time < 300; time += 1) await askCatalog();
  const retries = await counted('evertill_peer_retries_total');
  expect(sent).toHaveLength(300 + retries);
  // Ten were saved, and three hundred questions earn thirty.
  expect(retries).toBeGreaterThanOrEqual(38);
  expect(retries).toBeLessThanOrEqual(40);
});

describe('a neighbour that is silent five times in a row', () => {
  const silence = async (line: ReturnType<typeof openLine>): Promise<void> => {
    line.let(isDown);
    // Three attempts and two more.
    await line.askCatalog();
    await line.askCatalog();
    expect(line.sent).toHaveLength(5);
  };

  test('is not asked any more, and whoever asks hears at once when to come again', async () => {
    const line = openLine();
    await silence(line);
    const asked = line.ask(catalog.knownProducts, line.context(), { productIds: [] });
    await expect(asked).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(line.sent).toHaveLength(5);
    expect(await line.counted('evertill_peer_breaker')).toBe(2);
    expect(await line.counted('evertill_peer_refused_total')).toBeGreaterThan(0);
  });

  test('does not keep us from asking another', async () => {
    const line = openLine();
    await silence(line);
    line.let(() => Promise.resolve(Response.json({})));
    const other = line.ask(inventory.release, line.context(), { reservationId: newUuid() });
    await expect(other).resolves.toEqual({});
  });

  test('is asked once on trial when its time is over, and by all when that is answered', async () => {
    const line = openLine();
    await silence(line);
    await line.world.pass(1_000);
    let tell: (response: Response) => void = () => undefined;
    line.let(() => new Promise((resolve) => (tell = resolve)));
    const trial = line.ask(catalog.knownProducts, line.context(), { productIds: [] });
    const second = line.outcomeOf(
      line.ask(catalog.knownProducts, line.context(), { productIds: [] }),
    );
    expect(await second).toBe('unavailable');
    await line.world.pass(0);
    expect(line.sent).toHaveLength(6);
    expect(await line.counted('evertill_peer_breaker')).toBe(1);
    tell(Response.json({ products: [] }));
    await expect(trial).resolves.toEqual({ products: [] });
    expect(await line.counted('evertill_peer_breaker')).toBe(0);
    line.let(answers);
    expect(await line.askCatalog()).toBe('answer');
  });

  test('rests twice as long each time that its trial fails, up to five seconds', async () => {
    const line = openLine();
    await silence(line);
    const untilAsked = async (): Promise<number> => {
      const [before, beginMs] = [line.sent.length, line.world.clock.now().getTime()];
      while (line.sent.length === before) await line.askCatalog();
      return line.world.clock.now().getTime() - beginMs;
    };
    await untilAsked();
    const rests = [await untilAsked(), await untilAsked(), await untilAsked()];
    // From three quarters to all of 2, 4 and 5 seconds, looked at every 400 ms.
    expect(rests[0]).toBeGreaterThanOrEqual(1_200);
    expect(rests[0]).toBeLessThanOrEqual(2_800);
    expect(rests[1]).toBeGreaterThanOrEqual(2_800);
    expect(rests[1]).toBeLessThanOrEqual(4_800);
    expect(rests[2]).toBeGreaterThanOrEqual(3_600);
    expect(rests[2]).toBeLessThanOrEqual(5_800);
  });

  test('is one that was given the time to answer', async () => {
    const line = openLine();
    line.let(isDown);
    for (let time = 0; time < 10; time += 1) await line.askCatalog(20);
    expect(line.sent).toHaveLength(10);
    expect(await line.counted('evertill_peer_breaker')).toBe(0);
  });
});

test('a refusal is no silence, however often it comes', async () => {
  const line = openLine();
  line.let(refuses('not_found', 404));
  for (let time = 0; time < 20; time += 1) expect(await line.askCatalog()).toBe('not_found');
  expect(line.sent).toHaveLength(20);
});

describe('what comes back', () => {
  test('from somebody in between is silence', async () => {
    const line = openLine();
    line.let(() => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })));
    expect(await line.askCatalog()).toBe('unavailable');
    line.let(() => Promise.resolve(new Response('<p>Please log in.', { status: 200 })));
    expect(await line.askCatalog()).toBe('unavailable');
  });

  test('without end is not read to the end', async () => {
    const line = openLine();
    let given = 0;
    line.let(() => {
      const pull = (controller: ReadableStreamDefaultController): void => {
        given += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      };
      return Promise.resolve(new Response(new ReadableStream({ pull })));
    });
    const asked = line.ask(catalog.knownProducts, line.context(), { productIds: [] });
    await expect(asked).rejects.toThrow(/answered more than 33554432 bytes/);
    expect(given).toBeLessThan(40);
  });

  test('as a refusal says when to come again', async () => {
    const line = openLine();
    line.let(() => {
      const headers = { 'retry-after': '7' };
      return Promise.resolve(Response.json({ code: 'in_progress' }, { status: 409, headers }));
    });
    const asked = line.ask(catalog.knownProducts, line.context(), { productIds: [] });
    await expect(asked).rejects.toMatchObject({ code: 'in_progress', retryAfterSeconds: 7 });
  });
});
