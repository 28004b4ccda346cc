/** The import law is seen to fail: one small repository, and a file in it for each arrow. */
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const config = fileURLToPath(new URL('../../../.dependency-cruiser.cjs', import.meta.url));
const packages = {
  domain: 'packages/domain',
  contract: 'packages/contract',
  kernel: 'packages/kernel',
  client: 'packages/client',
  testing: 'packages/testing',
  orders: 'modules/orders',
  catalog: 'modules/catalog',
  server: 'apps/server',
  stranger: 'packages/stranger',
} as const;

/** from, what it imports  ->  the rules it breaks. */
const rows: readonly (readonly [from: string, imported: string, broken: readonly string[]])[] = [
  ['packages/domain/src/price.ts', 'node:path', ['not-in-allowed']],
  ['packages/domain/src/price.ts', '@evertill/contract', ['not-in-allowed']],
  ['packages/domain/src/price.ts', './index.ts', []],
  ['packages/contract/src/orders.ts', '@evertill/domain', []],
  ['packages/contract/src/orders.ts', '@evertill/kernel', ['not-in-allowed']],
  ['packages/contract/src/orders.ts', 'node:path', ['not-in-allowed']],
  ['packages/kernel/src/door.ts', '@evertill/contract', []],
  ['packages/kernel/src/door.ts', 'pg', []],
  ['packages/kernel/src/door.ts', 'undeclared', ['declared']],
  ['packages/kernel/src/door.ts', '@evertill/orders', ['not-in-allowed']],
  ['packages/client/src/call.ts', '@evertill/contract', []],
  ['packages/client/src/call.ts', '@evertill/kernel', ['not-in-allowed']],
  ['packages/client/src/call.ts', 'node:path', ['not-in-allowed']],
  ['packages/client/src/call.ts', 'openapi-fetch', []],
  ['packages/client/src/call.ts', 'pg', ['not-in-allowed']],
  ['packages/stranger/src/one.ts', 'node:path', ['not-in-allowed']],
  ['modules/orders/src/push.ts', '@evertill/kernel', []],
  ['modules/orders/src/push.ts', 'node:path', []],
  ['modules/orders/src/push.ts', 'node:http', ['no-socket-in-a-module']],
  ['modules/orders/src/push.ts', 'pg', ['no-socket-in-a-module']],
  ['modules/orders/src/push.ts', '@evertill/catalog', ['no-neighbour', 'not-in-allowed']],
  ['modules/orders/src/push.ts', '@evertill/testing', ['no-test-in-the-product', 'not-in-allowed']],
  ['modules/orders/src/push.ts', '../../../packages/kernel/src/index.ts', ['doors-only']],
  [
    'modules/orders/src/push.ts',
    '../../../packages/kernel/src/inside.ts',
    ['doors-only', 'not-in-allowed'],
  ],
  ['modules/orders/src/push.ts', './push.test.ts', ['no-test-in-the-product']],
  ['modules/orders/src/push.ts', './gone.ts', ['not-found', 'not-in-allowed']],
  ['modules/orders/src/lease.test.ts', '@evertill/testing', []],
  ['apps/server/src/serve.ts', '@evertill/orders', []],
  ['apps/server/src/serve.ts', '@evertill/testing', ['no-test-in-the-product', 'not-in-allowed']],
  ['apps/server/test/story.test.ts', '@evertill/testing', []],
];

let root = '';

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

async function writeLibrary(name: string): Promise<void> {
  await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
  await write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
}

beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'evertill-imports-')));
  await write('package.json', '{}');
  await mkdir(path.join(root, 'node_modules/@evertill'), { recursive: true });
  for (const [name, folder] of Object.entries(packages)) {
    const manifest = {
      name: `@evertill/${name}`,
      exports: { '.': './src/index.ts' },
      dependencies: { pg: '1.0.0', 'openapi-fetch': '1.0.0' },
    };
    await write(`${folder}/package.json`, JSON.stringify(manifest));
    await write(`${folder}/src/index.ts`, 'export const one = 1;\n');
    await symlink(path.join(root, folder), path.join(root, 'node_modules/@evertill', name));
  }
  await writeLibrary('pg');
  await writeLibrary('undeclared');
  await writeLibrary('openapi-fetch');
  await write('packages/kernel/src/inside.ts', 'export const inside = 1;\n');
  await write('modules/orders/src/push.test.ts', 'export const one = 1;\n');
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function rulesBroken(file: string): Promise<readonly string[]> {
  const options = await extractOptions(config);
  const { output } = await cruise([file], { ...options, baseDir: root, validate: true });
  const { violations } = (output as Exclude<typeof output, string>).summary;
  return [...new Set(violations.map(({ rule }) => rule.name))].toSorted();
}

it.each(rows)('%s imports %s', async (from, imported, broken) => {
  await write(from, `import * as it from '${imported}';\nexport const used = it;\n`);
  expect(await rulesBroken(from)).toEqual(broken);
});

it('no two files import each other', async () => {
  await write(
    'packages/kernel/src/hen.ts',
    "export { egg } from './egg.ts';\nexport const hen = 1;\n",
  );
  await write(
    'packages/kernel/src/egg.ts',
    "export { hen } from './hen.ts';\nexport const egg = 1;\n",
  );
  expect(await rulesBroken('packages/kernel/src/hen.ts')).toEqual(['no-circular']);
});
