/** What stands beside the processes, each behind a line that can be cut and slowed. */
import {
  makeBroker,
  makeRedisServer,
  makeVaultServer,
  openTcpLine,
  openTraceCollector,
} from '@evertill/testing';
import type { Broker, TcpLine } from '@evertill/testing';
import { inject } from 'vitest';
import type { Surroundings } from '../../test/deployments.ts';

export interface Surrounding {
  /** Its clients ask whom it names, past any line: it is killed and paused itself. */
  readonly broker: Broker;
  readonly settings: Surroundings;
  readonly lines: ReadonlyMap<string, TcpLine>;
  readonly lineTo: (name: string, port: number) => Promise<TcpLine>;
  readonly close: () => Promise<void>;
}

export async function openSurrounding(): Promise<Surrounding> {
  const lines = new Map<string, TcpLine>();
  const clean: (() => Promise<unknown>)[] = [];
  const lineTo = async (name: string, port: number): Promise<TcpLine> => {
    const line = await openTcpLine(port);
    lines.set(name, line);
    clean.push(line.close);
    return line;
  };
  /** The same address, by way of the line. */
  const through = async (name: string, direct: string): Promise<string> => {
    const line = await lineTo(name, Number(new URL(direct).port));
    return direct.replace(/\/\/[^/]+/, `//127.0.0.1:${line.port}`);
  };
  const [broker, redis, vault] = [
    await makeBroker(inject('kafkaJars')),
    await makeRedisServer(),
    await makeVaultServer(),
  ];
  await broker.start();
  const collector = await openTraceCollector();
  clean.push(broker.remove, redis.remove, vault.remove, collector.close);
  const { login } = await vault.settings(3_600);
  const settings = {
    KAFKA_BROKERS: broker.brokers.join(),
    EVERTILL_KAFKA_PREFIX: 'matrix',
    OTEL_EXPORTER_OTLP_ENDPOINT: await through('collector', collector.url),
    REDIS_URL: await through('redis', redis.url),
    VAULT_ADDR: await through('vault', vault.address),
    VAULT_ROLE_ID_FILE: login.roleIdFile,
    VAULT_SECRET_ID_FILE: login.secretIdFile,
  };
  const close = async (): Promise<void> => {
    for (const one of clean.toReversed()) await one();
  };
  return { broker, settings, lines, lineTo, close };
}
