/** A door with nothing behind it, and a wire to send it what no HTTP client would. */
import { catalog } from '@evertill/contract';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { addServicePages, makeLog, makeMetrics, openDoor, realWorld } from '../src/index.ts';
import type { Dispatch, DoorOptions } from '../src/index.ts';

export interface TestDoor {
  readonly app: ReturnType<typeof openDoor>;
  readonly port: number;
  /** What was logged, a line each. */
  readonly lines: readonly string[];
  /** Sends the texts one after the other, and gives all that came back until the end. */
  readonly send: (...texts: readonly string[]) => Promise<string>;
}

const WAIT_MS = 2_000;

export type TestDoorOptions = Partial<DoorOptions> & {
  /** What there is besides, before the door opens. */
  readonly addRoutes?: (app: TestDoor['app']) => void;
};

/** The door of the catalogue, unless told otherwise; whoever comes is an owner. */
export async function openTestDoor(
  dispatch: Dispatch,
  { addRoutes, ...options }: TestDoorOptions = {},
): Promise<TestDoor> {
  const lines: string[] = [];
  const log = makeLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const metrics = makeMetrics();
  const owner = {
    tenantId: 'the-shop',
    userId: 'somebody',
    roles: ['owner'],
    caller: 'user',
  } as const;
  const app = openDoor({
    world: realWorld(),
    log,
    metrics,
    dispatch,
    callers: { callerOf: () => Promise.resolve(owner), forget: () => undefined },
    operations: Object.values(catalog),
    ...options,
  });
  addRoutes?.(app);
  const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: {} };
  await addServicePages(app, {
    documents: { native: document, nexis: document },
    events: {},
    metrics,
    metricsToken: undefined,
    findUnready: () => Promise.resolve([]),
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { app, port, lines, send: (...texts) => exchange(port, texts) };
}

function exchange(port: number, texts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let got = '';
    socket.on('data', (bytes) => {
      got += bytes.toString('latin1');
    });
    socket.on('error', (error) => {
      got += `<${error.message}>`;
    });
    socket.on('close', () => resolve(got));
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    for (const [index, text] of texts.entries()) {
      setTimeout(() => socket.write(Buffer.from(text, 'latin1')), 50 * index);
    }
  });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The answers on one connection, in order; each says how long it is. */
export function answersIn(text: string): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest.startsWith('HTTP/1.1 ');) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...named] = rest.slice(0, end).split('\r\n');
    const headers = new Headers(
      named.map((line): [string, string] => {
        const [name = '', ...value] = line.split(': ');
        return [name, value.join(': ')];
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    answers.push({ status: Number(first.split(' ')[1]), headers, body });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}
