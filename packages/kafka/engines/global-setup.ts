/** One broker for all tests that need one. Where its jars are, `npm run test:engines` says. */
import type { TestProject } from 'vitest/node';
import { makeBroker } from '@evertill/testing';

declare module 'vitest' {
  export interface ProvidedContext {
    kafkaBrokers: readonly string[];
    kafkaJars: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const jars = process.env['EVERTILL_TEST_KAFKA'];
  if (jars === undefined) throw new Error('these tests are run by `npm run test:engines`');
  const broker = await makeBroker(jars);
  await broker.start();
  provide('kafkaBrokers', broker.brokers);
  provide('kafkaJars', jars);
  return broker.remove;
}
