/** Notices by themselves: gathered, carried, and a stream that ends when it has to. */
import { catalog, purchasing } from '@evertill/contract';
import type { NoticeTopic } from '@evertill/contract';
import { expect, test } from 'vitest';
import { Refusal, addNoticeStream, makeNotices, memoryRateLimiter, refuse } from '../src/index.ts';
import { realWorld, topicOf } from '../src/index.ts';
import type { Caller } from '../src/index.ts';
import { openTestDoor } from './open-test-door.ts';

function wheel() {
  const due: (() => void)[] = [];
  const scheduler = { after: (_: number, work: () => void) => (due.push(work), () => undefined) };
  const turn = (): void => {
    for (const work of due.splice(0)) work();
  };
  return { scheduler, turn, due };
}

test('what is told meanwhile is told once, here and elsewhere, to those who listen', () => {
  const { scheduler, turn, due } = wheel();
  const sent: string[] = [];
  let arrive: (text: string) => void = () => undefined;
  const carrier = {
    send: (text: string) => void sent.push(text),
    onHeard: (hear: (text: string) => void) => (arrive = hear),
  };
  const notices = makeNotices({ scheduler }, carrier);
  const heard: (readonly NoticeTopic[])[] = [];
  const deafen = notices.listen('a', (topics) => heard.push(topics));
  for (let count = 0; count < 3; count += 1) notices.tell('a', 'sales');
  notices.tell('a', 'catalog');
  notices.tell('b', 'auth');
  expect(due).toHaveLength(1);
  turn();
  expect(heard).toEqual([['sales', 'catalog']]);
  expect(sent).toEqual(['[["a",["sales","catalog"]],["b",["auth"]]]']);
  arrive('[["a",["orders","unheard of"]],["b",["auth"]],["a",7],7]');
  arrive('nonsense');
  expect(heard.slice(1)).toEqual([['orders']]);
  deafen();
  notices.tell('a', 'sales');
  turn();
  expect(heard).toHaveLength(2);
});

test('alone, and with nobody listening, nothing is gathered', () => {
  const { scheduler, due } = wheel();
  makeNotices({ scheduler }).tell('a', 'sales');
  expect(due).toEqual([]);
});

test('news are what changes something', () => {
  expect(topicOf(catalog.createProduct)).toBe('catalog');
  expect(topicOf(catalog.listProducts)).toBeUndefined();
  expect(topicOf(purchasing.createSupplier)).toBe('purchasing');
});

test.each(['token_invalid', 'tenant_suspended'] as const)(
  'a stream ends when its holder may not come in any more: %s',
  async (code) => {
    const caller = { tenantId: 'shop', userId: 'me', roles: ['owner'], caller: 'user' } as const;
    let answer = (): Caller => caller;
    let asked = 0;
    const callers = {
      callerOf: async () => {
        asked += 1;
        return answer();
      },
      forget: () => undefined,
    };
    const { scheduler } = realWorld();
    const door = await openTestDoor(() => Promise.resolve({}), {
      callers,
      addRoutes: (app) => {
        const common = { world: { scheduler }, callers, notices: makeNotices({ scheduler }) };
        addNoticeStream(app, { ...common, limiter: memoryRateLimiter({}), caps: { beatMs: 20 } });
      },
    });
    const stream = await fetch(`http://127.0.0.1:${door.port}/api/notices/`);
    // While nobody can be asked, it goes on.
    answer = () => refuse('unavailable');
    const before = asked;
    await expect.poll(() => asked).toBeGreaterThan(before + 2);
    answer = () => {
      throw new Refusal(code);
    };
    expect(await stream.text()).toMatch(/^retry: 5000\n\n(:\n\n)+event: end\ndata: \{\}\n\n$/);
    // And closing ends those that are left.
    answer = () => caller;
    const last = await fetch(`http://127.0.0.1:${door.port}/api/notices/`);
    await door.app.close();
    expect(await last.text()).toMatch(/^retry: 5000/);
  },
);
