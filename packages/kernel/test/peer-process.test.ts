/** A neighbour as a real process: killed, stopped in the middle, slow, and back again. */
import { catalog } from '@evertill/contract';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { askAcross, makeMetrics, postsToPeers, realWorld } from '../src/index.ts';
import type { Refusal } from '../src/index.ts';
import { newUuid } from './bench.ts';

const program = `
  const [port, delayMs] = process.argv.slice(1).map(Number);
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ products: [] }));
    }, delayMs));
  });
  server.listen(port, '127.0.0.1', () => console.log(server.address().port));
`;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function startNeighbour(port = 0, delayMs = 0) {
  const words = ['--eval', program, String(port), String(delayMs)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { child, kill, port: Number(said.toString('utf8')) };
}

interface Came {
  readonly what: string;
  readonly ms: number;
}

function askerOf(port: number) {
  const world = realWorld();
  const metrics = makeMetrics();
  const ask = askAcross({
    isLocal: () => false,
    dispatch: () => {
      throw new Error('nothing is local here');
    },
    postToPeer: postsToPeers({
      world,
      metrics,
      tokens: { sign: () => Promise.resolve('signed'), read: () => Promise.reject(new Error()) },
      urls: { catalog: `http://127.0.0.1:${port}` },
    }),
  });
  return async (leftMs: number): Promise<Came> => {
    const beginMs = performance.now();
    const context = {
      ...{ tenantId: newUuid(), userId: null, roles: [], registerKey: null },
      caller: 'user' as const,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      deadlineMs: Date.now() + leftMs,
    };
    const what = await ask(catalog.knownProducts, context, { productIds: [] }).then(
      () => 'answer',
      (error: unknown) => (error as Refusal).code,
    );
    return { what, ms: performance.now() - beginMs };
  };
}

test('killed: silence at first, a no at once soon after, and an answer when it is back', async () => {
  const neighbour = await startNeighbour();
  const ask = askerOf(neighbour.port);
  expect((await ask(5_000)).what).toBe('answer');
  await neighbour.kill();
  expect((await ask(5_000)).what).toBe('unavailable');
  expect((await ask(5_000)).what).toBe('unavailable');
  await startNeighbour(neighbour.port);
  // It is there again, and we rest until our time is over.
  const refused = await ask(5_000);
  expect(refused.what).toBe('unavailable');
  await expect.poll(async () => (await ask(5_000)).what, { timeout: 10_000 }).toBe('answer');
});

test('stopped in the middle: each waits its own time, and the sixth does not wait', async () => {
  const neighbour = await startNeighbour();
  const ask = askerOf(neighbour.port);
  expect((await ask(5_000)).what).toBe('answer');
  neighbour.child.kill('SIGSTOP');
  const waited = await Promise.all(Array.from({ length: 5 }, () => ask(700)));
  for (const { what, ms } of waited) {
    expect(what).toBe('unavailable');
    expect(ms).toBeGreaterThanOrEqual(690);
  }
  const sixth = await ask(30_000);
  expect(sixth.what).toBe('unavailable');
  // Far less than it was ready to wait.
  expect(sixth.ms).toBeLessThan(5_000);
  neighbour.child.kill('SIGCONT');
  await expect.poll(async () => (await ask(5_000)).what, { timeout: 10_000 }).toBe('answer');
});

test('slow: waited for within the deadline, and the hasty prove nothing', async () => {
  const { port } = await startNeighbour(0, 450);
  const ask = askerOf(port);
  for (let time = 0; time < 6; time += 1) expect((await ask(100)).what).toBe('unavailable');
  expect((await ask(30_000)).what).toBe('answer');
});
