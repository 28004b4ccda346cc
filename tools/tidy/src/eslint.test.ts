/** Each rule that eslint.config.js adds or sets is seen to fail on the code it is there for. */
import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const cwd = fileURLToPath(new URL('../../../', import.meta.url));
/** Types take seconds to load, so what can be seen without them is looked at without them. */
const untyped = new ESLint({ cwd, overrideConfig: tseslint.configs.disableTypeChecked });
const typed = new ESLint({ cwd });

const MODULE = 'modules/orders/src/push.ts';
const CURRENCY = 'packages/domain/src/currency.ts';
const SURROUNDINGS = 'packages/kernel/src/surroundings.ts';
const CONFIG = 'apps/server/src/config.ts';
const TEST = 'modules/orders/src/push.test.ts';

async function rulesBroken(eslint: ESLint, filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const many = (count: number): string => 'one();\n'.repeat(count);
const ask = 'ask(catalog.findProduct, context, {});';

const WORLD = [
  ['no-restricted-properties', 'export const at = Date.now();'],
  ['no-restricted-syntax', 'export const at = new Date();'],
  ['no-restricted-properties', 'export const chance = Math.random();'],
  ['no-restricted-globals', 'setTimeout(work, 1);'],
  ['no-restricted-globals', 'setInterval(work, 1);'],
  ['no-restricted-globals', 'export const at = performance.now();'],
  ['no-restricted-globals', 'export const id = crypto.randomUUID();'],
  ['no-restricted-globals', "export const got = fetch('/');"],
  ['no-restricted-properties', "export const got = globalThis.fetch('/');"],
  ['no-restricted-imports', "import { randomUUID } from 'node:crypto';\nrandomUUID();"],
  ['no-restricted-imports', "import { randomBytes } from 'node:crypto';\nrandomBytes(1);"],
  ['no-restricted-imports', "import { setTimeout } from 'node:timers/promises';\nsetTimeout(1);"],
] as const;

describe('the world comes in through the surroundings', () => {
  it.each(WORLD)('%s: %s', async (rule, code) => {
    expect(await rulesBroken(untyped, MODULE, code)).toContain(rule);
    expect(await rulesBroken(untyped, SURROUNDINGS, code)).not.toContain(rule);
    expect(await rulesBroken(untyped, TEST, code)).not.toContain(rule);
  });

  it('and a time that is given is no clock', async () => {
    expect(await rulesBroken(untyped, MODULE, 'export const at = new Date(0);\n')).toEqual([]);
  });
});

describe('one file only', () => {
  it.each([
    ['no-restricted-properties', CURRENCY, 'export const text = amount.toFixed(2);'],
    ['no-restricted-globals', CURRENCY, "export const amount = parseFloat('1');"],
    ['no-restricted-properties', CURRENCY, "export const amount = Number.parseFloat('1');"],
    ['no-restricted-properties', CONFIG, "export const home = process.env['HOME'];"],
  ])('%s: only %s may say `%s`', async (rule, place, code) => {
    expect(await rulesBroken(untyped, MODULE, code)).toContain(rule);
    expect(await rulesBroken(untyped, place, code)).not.toContain(rule);
  });
});

describe('the shape of code', () => {
  it.each([
    ['no-restricted-syntax', 'export default 1;'],
    ['no-restricted-syntax', "export { one as default } from './one.ts';"],
    ['no-restricted-syntax', 'enum Colour { red }\nexport type { Colour };'],
    ['no-restricted-syntax', '@sealed\nexport class Till {}'],
    ['no-restricted-syntax', 'export class SaleManager {\n  readonly one = 1;\n}'],
    ['no-restricted-syntax', 'export interface StoreImpl {\n  readonly one: 1;\n}'],
    ['max-params', 'export const one = (a: A, b: A, c: A, d: A, e: A) => [a, b, c, d, e];'],
    ['max-lines', many(301)],
    ['max-len', `// ${'a word '.repeat(15)}`],
    ['house/cap-function-lines', `export function one(): void {\n${many(59)}}`],
    ['complexity', `export const one = (a: A) => ${'a ? 1 : '.repeat(21)}0;`],
    ['max-depth', `${'if (a) {\n'.repeat(5)}${'}\n'.repeat(5)}`],
    ['no-console', "console.log('here');"],
    ['eqeqeq', 'export const is = one == 1;'],
    ['@typescript-eslint/no-explicit-any', 'export const one: any = 1;'],
    ['@typescript-eslint/explicit-module-boundary-types', 'export function one() {\n  two();\n}'],
    ['@typescript-eslint/ban-ts-comment', '// @ts-ignore\none();'],
    ['@typescript-eslint/no-non-null-assertion', 'export const one = two!;'],
  ])('%s', async (rule, code) => {
    expect(await rulesBroken(untyped, MODULE, code)).toContain(rule);
  });

  it('counts the lines of a test, and not those of its chapter', async () => {
    const chapter = `describe('a chapter', () => {\n${many(70)}});`;
    const each = `describe.each([1])('a chapter', () => {\n${many(70)}});`;
    const rule = 'house/cap-function-lines';
    expect(await rulesBroken(untyped, TEST, chapter)).not.toContain(rule);
    expect(await rulesBroken(untyped, TEST, each)).not.toContain(rule);
    expect(await rulesBroken(untyped, TEST, `it('one', () => {\n${many(70)}});`)).toContain(rule);
  });
});

describe('no transaction is held across the network', () => {
  const rule = 'house/no-ask-in-transaction';

  it.each([
    `database.inTransaction(context, async (tx) => { await ${ask} });`,
    `inTransaction(context, async () => { await ${ask} });`,
    `database.read(context, async () => { for (const one of all) await surroundings.${ask} });`,
    `surroundings.database.read(context, () => all.map(() => ${ask.slice(0, -1)}));`,
    `export async function keep(tx: Transaction): Promise<void> { await ${ask} }`,
    'database.inTransaction(context, () => postToPeer(options, post));',
  ])('%s', async (code) => {
    expect(await rulesBroken(untyped, MODULE, code)).toContain(rule);
  });

  it.each([
    `await ${ask}\nawait database.inTransaction(context, (tx) => keep(tx));`,
    `file.read(context, () => ${ask.slice(0, -1)});`,
    `database.inTransaction(await ${ask.slice(0, -1)}, (tx) => keep(tx));`,
  ])('but %s', async (code) => {
    expect(await rulesBroken(untyped, MODULE, code)).not.toContain(rule);
  });
});

describe('types are taken seriously', () => {
  it.each([
    ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);'],
    [
      '@typescript-eslint/consistent-type-imports',
      "import { A } from './a.ts';\nexport type B = A;",
    ],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      "export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n  }\n}",
    ],
    ['@typescript-eslint/no-unsafe-member-access', "export const a = JSON.parse('1').b as 1;"],
    ['@typescript-eslint/no-misused-promises', 'if (Promise.resolve(true)) throw new Error();'],
  ])('%s', async (rule, code) => {
    expect(await rulesBroken(typed, MODULE, code)).toContain(rule);
  });
});
