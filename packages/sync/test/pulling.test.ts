/** Pages of what changed at the shop: what is taken, in which order, and what ends it. */
import { expect, test } from 'vitest';
import { memoryCopies } from '../src/index.ts';
import type { PullPage, PullQuestion, Reply } from '../src/index.ts';
import { pullAll } from '../src/pulling.ts';
import { emptyPage, refused, registration } from './scripted.ts';
import { virtualWorld } from './virtual-world.ts';

type Answer = Reply<PullPage> | Partial<PullPage>;

function bench(answers: readonly Answer[], options: { snapshot?: string | undefined | null } = {}) {
  const { snapshot = 'loaded' } = options;
  const asked: PullQuestion[] = [];
  const steps: string[] = [];
  const copies = memoryCopies();
  const left = [...answers];
  let isCurrent = true;
  const pull = (mayReload = true) =>
    pullAll({
      world: virtualWorld(),
      copies: {
        ...copies,
        put: (page) => {
          steps.push(`put ${page.head.cursor ?? 'nothing'}`);
          return copies.put(page);
        },
      },
      catalogue: {
        apply: async (page) => void steps.push(`apply ${page.deletedProducts.join('+')}`),
        loadSnapshot: async () => {
          steps.push('load');
          return 'snapshot' in options ? options.snapshot : snapshot;
        },
      },
      server: {
        pull: async (question: PullQuestion) => {
          asked.push(question);
          const answer = left.shift() ?? {};
          return 'kind' in answer ? answer : { kind: 'ok', value: { ...emptyPage, ...answer } };
        },
      } as never,
      registration,
      isCurrent: () => isCurrent,
      mayReload,
    });
  const leave = () => {
    isCurrent = false;
  };
  return { pull, asked, steps, copies, leave };
}

test('the first loads everything, and goes on from where that stood', async () => {
  const { pull, asked, steps, copies } = bench([{ cursor: 'next' }]);
  expect(await pull()).toEqual({ event: 'pulled' });
  expect(asked).toEqual([{ cursor: 'loaded', registration }]);
  expect(steps).toEqual(['load', 'put loaded', 'apply ', 'put next']);
  expect(await copies.head()).toEqual({
    cursor: 'next',
    pricesAsOfMs: 1_000_000,
    settings: null,
    priceBookVersion: null,
  });
  await pull();
  expect(steps.filter((step) => step === 'load')).toHaveLength(1);
  expect(asked[1]?.cursor).toBe('next');
});

test('where nothing could be loaded, nothing is asked', async () => {
  const { pull, asked, copies } = bench([], { snapshot: null });
  expect(await pull()).toEqual({ event: 'failed', code: 'no_answer' });
  expect([asked, (await copies.head()).cursor]).toEqual([[], undefined]);
});

test('without a catalogue of its own it pulls from the very beginning', async () => {
  const { pull, asked } = bench([], { snapshot: undefined });
  expect(await pull()).toEqual({ event: 'pulled' });
  expect(asked[0]?.cursor).toBeUndefined();
});

test('page after page; goods first; as of now only with the last', async () => {
  const book = { version: 4 } as never;
  const settings = { currency: 'KES' } as never;
  const { pull, steps, copies } = bench([
    { cursor: 'a', hasMore: true, deletedProducts: ['p1'], priceBook: book, settings },
    { cursor: 'b', deletedProducts: ['p2'] },
  ]);
  await pull();
  expect(steps.slice(2)).toEqual(['apply p1', 'put a', 'apply p2', 'put b']);
  expect(await copies.head()).toMatchObject({ settings, priceBookVersion: 4 });
  expect(await copies.priceBook(4)).toBe(book);
});

test('a page in the middle does not make prices fresh', async () => {
  const { pull, copies } = bench([{ cursor: 'a', hasMore: true }, { kind: 'silent' }]);
  expect(await pull()).toEqual({ event: 'failed', code: 'no_answer' });
  expect(await copies.head()).toMatchObject({ cursor: 'a', pricesAsOfMs: null });
});

test('a server that does not get on is strange', async () => {
  const { pull, asked } = bench([{ cursor: 'loaded', hasMore: true }, { cursor: 'z' }]);
  expect(await pull()).toEqual({ event: 'failed', code: 'strange_answer' });
  expect(asked).toHaveLength(1);
});

test('a cursor that is not known any more loads all anew, once', async () => {
  const answers = [refused('input_invalid', 400), refused('input_invalid', 400)];
  const { pull, steps } = bench(answers);
  expect(await pull()).toEqual({ event: 'resend', code: 'cursor_refused' });
  expect(steps).toEqual(['load', 'put loaded', 'load', 'put loaded']);
  expect(await pull(false)).toEqual({ event: 'failed', code: 'input_invalid' });
  expect(steps).toHaveLength(4);
});

test('another no is what it is', async () => {
  const { pull, steps } = bench([refused('tenant_suspended', 403)]);
  expect(await pull()).toMatchObject({ event: 'shop_suspended', code: 'tenant_suspended' });
  expect(steps).toEqual(['load', 'put loaded']);
});

test('whoever has no say any more asks no further', async () => {
  const { pull, asked, leave } = bench([]);
  leave();
  expect(await pull()).toEqual({ event: 'failed' });
  expect(asked).toEqual([]);
});
