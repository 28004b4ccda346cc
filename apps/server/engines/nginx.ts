/** The gateway as an operator has it: a real nginx with what lies in deploy/gateway. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { GatewayOptions, OpenGateway } from '../test/deployments.ts';

const ours = fileURLToPath(new URL('../../../deploy/gateway/', import.meta.url));
const READY_MS_MAX = 10_000;

export interface GatewayLine {
  readonly ended: number;
  readonly trace_id: string;
  readonly traceparent: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Nginx extends OpenGateway {
  /** What it wrote down of each request so far. */
  readonly lines: () => Promise<readonly GatewayLine[]>;
}

export async function openNginx(options: GatewayOptions): Promise<Nginx> {
  const program = process.env['EVERTILL_TEST_NGINX'];
  if (program === undefined) throw new Error('these tests are run by npm run test:topology');
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-gateway-'));
  await cp(ours, folder, { recursive: true });
  await settle(folder, options);
  const log = path.join(folder, 'said.log');
  const said = openSync(log, 'a');
  const words = ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-g', 'daemon off;'];
  const child = spawn(program, words, { stdio: ['ignore', said, said] });
  const ended = once(child, 'exit');
  closeSync(said);
  const url = `http://127.0.0.1:${options.port}`;
  await untilReady(url, log);
  return {
    url,
    lines: async () => linesOf(await readFile(log, 'utf8')),
    close: async () => {
      child.kill('SIGQUIT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What an operator would have written: ports, and folders that this user may write to. */
async function settle(folder: string, { port, innerPort, ports }: GatewayOptions): Promise<void> {
  const change = async (name: string, pattern: RegExp, to: string): Promise<void> => {
    const text = await readFile(path.join(folder, name), 'utf8');
    if (!pattern.test(text)) throw new Error(`${name} is not as it was`);
    await writeFile(path.join(folder, name), text.replace(pattern, to));
  };
  await change('listen.conf', /^listen 8000;$/m, `listen 127.0.0.1:${port};`);
  await change('inner.conf', /listen 127\.0\.0\.1:8079;/, `listen 127.0.0.1:${innerPort};`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  await change(
    'nginx.conf',
    /^http \{$/m,
    // Where root starts it, its workers are somebody else, who may not write here.
    `user root;\npid ${folder}/nginx.pid;\nhttp {\n${temporary.join('\n')}`,
  );
  const servers = (name: string): string =>
    (ports.get(name) ?? [])
      .map((one) => `server 127.0.0.1:${one} max_fails=3 fail_timeout=2s;`)
      .join(' ');
  for (const name of [...ports.keys(), 'pages']) {
    const block = new RegExp(
      `(upstream evertill_${name} \\{\\n    least_conn;\\n)(?:    server .*\\n)+`,
    );
    await change(
      'upstreams.conf',
      block,
      `$1    ${servers(name === 'pages' ? 'catalog' : name)}\n`,
    );
  }
}

async function untilReady(url: string, log: string): Promise<void> {
  const untilMs = Date.now() + READY_MS_MAX;
  for (;;) {
    const isUp = await fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > untilMs) throw new Error(`no gateway: ${await readFile(log, 'utf8')}`);
    await wait(50);
  }
}

function linesOf(text: string): readonly GatewayLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as GatewayLine);
}
