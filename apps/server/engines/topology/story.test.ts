/**
 * The story reads the same however the modules are spread, whatever carries what they tell, counts
 * what is asked, keeps keys, and stands in front of the database.
 */
import { beforeAll, expect, test } from 'vitest';
import { tellToEach, tellToOne } from '../../test/deployments.ts';
import { openNginx } from '../nginx.ts';
import { openOutside } from './surroundings.ts';
import type { Outside } from './surroundings.ts';

let words: readonly string[];
let outside: Outside;
beforeAll(async () => {
  [words, outside] = await Promise.all([tellToOne(), openOutside()]);
});

const cases = [
  { prefix: 'each', replicas: 1, name: 'a process a module' },
  { prefix: 'pairs', replicas: 2, name: 'two processes a module' },
];

test.each(cases)(
  '$name, with Kafka, Redis, Vault and PgBouncer, behind the gateway',
  async ({ prefix, replicas }) => {
    const told = await tellToEach({
      surroundings: outside.settingsFor(prefix),
      replicas,
      openGateway: openNginx,
      lookAt: (databaseUrl) => outside.expectUsed(prefix, databaseUrl),
    });
    expect(told).toEqual(words);
  },
);

test('a process a module, without any of these: from process to process', async () => {
  expect(await tellToEach({ openGateway: openNginx })).toEqual(words);
});
