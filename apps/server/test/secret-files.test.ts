import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'evertill-secrets-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('a secret is read from the file that is named, without its last line break', () => {
  const config = readConfig({
    DATABASE_URL_FILE: fileOf('url', 'postgres://owner:word@db/evertill\n'),
    EVERTILL_METRICS_TOKEN_FILE: fileOf('token', 'figures'),
    EVERTILL_PEER_SECRET_FILE: fileOf('peer', ' between us '),
    KAFKA_BROKERS: 'kafka:9092',
    KAFKA_SASL_MECHANISM: 'PLAIN',
    KAFKA_USERNAME: 'evertill',
    KAFKA_PASSWORD_FILE: fileOf('kafka', 'word'),
  });
  expect(config).toMatchObject({
    databaseUrl: 'postgres://owner:word@db/evertill',
    metricsToken: 'figures',
    peerSecret: 'between us',
    kafka: { sasl: { password: 'word' } },
  });
});

test('a file that is not there, is empty, or is one word too many stops the start', () => {
  const gone = path.join(folder, 'gone');
  expect(() => readConfig({ DATABASE_URL_FILE: gone })).toThrow(/DATABASE_URL_FILE cannot be read/);
  const empty = fileOf('empty', '\n');
  expect(() => readConfig({ EVERTILL_PEER_SECRET_FILE: empty })).toThrow(/empty file/);
  const both = { DATABASE_URL: 'postgres://a', DATABASE_URL_FILE: fileOf('both', 'postgres://b') };
  expect(() => readConfig(both)).toThrow(/not both/);
});

test('a name without a file changes nothing', () => {
  expect(readConfig({ DATABASE_URL_FILE: '' }).databaseUrl).toBeUndefined();
});
