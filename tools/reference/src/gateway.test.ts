/** The gateway's files say what the contract says, and every path leads to who answers it. */
import { pathsOf } from '@evertill/contract';
import { moduleOf } from '@evertill/kernel';
import { allOperations } from '@evertill/server';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { gatewayFiles } from './gateway.ts';

test.each(Object.entries(gatewayFiles()))('deploy/gateway/%s is up to date', async (name, text) => {
  const file = new URL(`../../../deploy/gateway/${name}`, import.meta.url);
  expect(await readFile(file, 'utf8'), 'run `npm run docs`').toBe(text);
});

/** As nginx reads it: the first pattern that fits. */
function moduleAt(path: string): string | undefined {
  const locations = gatewayFiles()['routes.conf']?.matchAll(
    /^location ~ "(.+)" \{.* proxy_pass http:\/\/evertill_(\w+);/gm,
  );
  for (const [, pattern = '', module] of locations ?? []) {
    if (new RegExp(pattern).test(path)) return module;
  }
  return undefined;
}

test('every path of every operation leads to its module, also without its last slash', () => {
  const paths = allOperations.flatMap((operation) =>
    pathsOf(operation).map((path) => ({ path, module: moduleOf(operation.name) })),
  );
  expect(paths.length).toBeGreaterThan(200);
  for (const { path, module } of paths) {
    const asked = path.replace(/\{\w+\}/g, '0190c0de-0000-7000-8000-000000000001');
    expect([path, moduleAt(asked)]).toEqual([path, module]);
    expect([path, moduleAt(asked.replace(/\/$/, ''))]).toEqual([path, module]);
  }
});

test.each([
  '/',
  '/register/',
  '/peer/auth.standing',
  '/metrics',
  '/openapi.json',
  '/api/productsx/',
])('%s is no module’s', (path) => {
  expect(moduleAt(path)).toBeUndefined();
});
