/** A real broker of Apache Kafka (KRaft, one node) in a folder of its own, for tests. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface Broker {
  readonly brokers: readonly string[];
  /** As after a crash: the same port, the same folder. */
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** It stops in the middle of whatever it does, and goes on when it is told to. */
  readonly pause: () => void;
  readonly resume: () => void;
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
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    const dying = child;
    child = undefined;
    if (dying === undefined) return;
    const ended = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await ended;
  };
  return {
    brokers: [`127.0.0.1:${port}`],
    start: async () => {
      child = spawn('java', [...java, 'kafka.Kafka', settings], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await untilStarted(child);
    },
    kill,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    remove: async () => {
      await kill();
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

async function untilStarted(child: ChildProcess): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-20_000);
    });
  }
  const until = Date.now() + START_MS_MAX;
  while (!said.includes('Kafka Server started')) {
    if (child.exitCode !== null || Date.now() > until) {
      throw new Error(`the broker did not start:\n${said}`);
    }
    await wait(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
