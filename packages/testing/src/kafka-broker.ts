/** A real broker of Apache Kafka (KRaft, one node) in a folder of its own, for tests. */
import { freePort } from '@evertill/postgres';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { engineProcess, untilSaid } from './engine-process.ts';
import type { EngineProcess } from './engine-process.ts';

export interface Broker extends EngineProcess {
  readonly brokers: readonly string[];
  readonly remove: () => Promise<void>;
}

const START_MS_MAX = 90_000;
const CLUSTER = 'MUgsV8Q0TqWbbOElHSuwlw';

/** A broker that is not started yet; `jars` is what `scripts/bring-kafka.mjs` brought. */
export async function makeBroker(jars: string): Promise<Broker> {
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const settings = path.join(folder, 'server.properties');
  await writeFile(settings, propertiesOf({ folder, port, controllerPort }));
  const java = ['-Xmx384m', '-cp', path.join(jars, '*')];
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER, '-c', settings];
  await promisify(execFile)('java', [...java, ...format]);
  const broker = engineProcess(
    () => spawn('java', [...java, 'kafka.Kafka', settings], { stdio: ['ignore', 'pipe', 'pipe'] }),
    (child) => untilSaid(child, { words: 'Kafka Server started', msMax: START_MS_MAX }),
  );
  return {
    ...broker,
    brokers: [`127.0.0.1:${port}`],
    remove: async () => {
      await broker.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function propertiesOf(place: { folder: string; port: number; controllerPort: number }): string {
  const { folder, port, controllerPort } = place;
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${path.join(folder, 'data')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    '',
  ].join('\n');
}
