/** The story reads the same however the modules are spread, and whatever carries what they tell. */
import { beforeAll, expect, test } from 'vitest';
import { tellToEach, tellToOne } from '../../test/deployments.ts';
import { openNginx } from '../nginx.ts';
import { outside } from './surroundings.ts';

let words: readonly string[];
beforeAll(async () => {
  words = await tellToOne();
});

test('a process a module, with Kafka, behind the gateway', async () => {
  const told = await tellToEach({ surroundings: outside('each'), openGateway: openNginx });
  expect(told).toEqual(words);
});

test('two processes a module, with Kafka, behind the gateway', async () => {
  const surroundings = outside('pairs');
  const told = await tellToEach({ surroundings, replicas: 2, openGateway: openNginx });
  expect(told).toEqual(words);
});

test('a process a module, without Kafka: from process to process', async () => {
  expect(await tellToEach({ openGateway: openNginx })).toEqual(words);
});
