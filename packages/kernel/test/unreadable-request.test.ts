/** What never became a request is answered in our words too, and nothing of it is logged. */
import { refusals } from '@evertill/contract';
import type { RefusalCode } from '@evertill/contract';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersIn, openTestDoor } from './open-test-door.ts';
import type { RawAnswer, TestDoor } from './open-test-door.ts';

let door: TestDoor;
/** Set while somebody waits for the answer to a product named `slow`. */
let answerSlowOne: (() => void) | undefined;
beforeAll(async () => {
  door = await openTestDoor(
    (_, __, input) =>
      new Promise((resolve) => {
        const isSlow = (input as { name?: string }).name === 'slow';
        if (isSlow) answerSlowOne = () => resolve({});
        else resolve({});
      }),
  );
});
afterAll(() => door.app.close());

const SECRET = 'c0ffee-secret';
const host = 'Host: x\r\nConnection: close\r\n';
const json = `${host}Content-Type: application/json\r\nAuthorization: Bearer ${SECRET}\r\n`;
const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`;
const post = (headers: string, body: string): string =>
  `POST /api/products/ HTTP/1.1\r\n${json}${headers}\r\n${body}`;

function expectRefusal({ status, headers, body }: RawAnswer, code: RefusalCode): void {
  const problem = JSON.parse(body) as Record<string, unknown>;
  expect([status, problem['code']]).toEqual([refusals[code].status, code]);
  expect(problem).toEqual({
    type: `urn:evertill:problem:${code}`,
    title: refusals[code].title,
    status: refusals[code].status,
    code,
    detail: expect.any(String),
    trace_id: headers.get('x-trace-id'),
  });
  expect(problem['trace_id']).toMatch(/^[0-9a-f]{32}$/);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('connection')).toBe('close');
  expect(body).not.toMatch(/\.ts|node_modules|HPE_|c0ffee/);
}

// what is wrong  →  the refusal
const unreadable: readonly (readonly [string, string, RefusalCode])[] = [
  ['no request line', 'GARBAGE\r\n\r\n', 'request_malformed'],
  ['an unheard-of method', `FOO / HTTP/1.1\r\n${host}\r\n`, 'request_malformed'],
  ['another version', `GET / HTTP/9.9\r\n${host}\r\n`, 'request_malformed'],
  ['a header without a name', get('/', `a b: ${SECRET}\r\n`), 'request_malformed'],
  ['a control character', get('/', `Cookie: ${SECRET}\x01\r\n`), 'request_malformed'],
  ['headers too large', get('/', `x: ${SECRET.repeat(2_000)}\r\n`), 'headers_too_large'],
  ['an address too long', get(`/${SECRET.repeat(2_000)}`), 'headers_too_large'],
  ['too many headers', get('/', 'x: 1\r\n'.repeat(4_000)), 'headers_too_large'],
  ['two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'), 'request_malformed'],
  [
    'a length and chunks',
    post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '{}'),
    'request_malformed',
  ],
  ['a length that is none', post('Content-Length: x\r\n', '{}'), 'request_malformed'],
  ['a chunk that is none', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}'), 'request_malformed'],
  [
    'chunks that are annotated at length',
    post('Transfer-Encoding: chunked\r\n', `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
    'body_too_large',
  ],
  ['no Host', 'GET /api/products/ HTTP/1.1\r\nConnection: close\r\n\r\n', 'request_malformed'],
];

describe('a request that the parser of Node refuses', () => {
  test.each(unreadable)('%s', async (_, text, code) => {
    const from = door.lines.length;
    const [answer, ...others] = answersIn(await door.send(text));
    expect(others).toEqual([]);
    expectRefusal(answer as RawAnswer, code);
    expect(door.lines.slice(from).join('')).not.toContain(SECRET);
  });

  test('is logged under the trace id it was answered with', async () => {
    const [answer] = answersIn(await door.send(get('/', `a b: ${SECRET}\r\n`)));
    const { trace_id: traceId } = JSON.parse(answer?.body ?? '') as { trace_id: string };
    const line = JSON.parse(door.lines.findLast((one) => one.includes(traceId)) ?? '{}') as object;
    expect(line).toMatchObject({ level: 30, code: 'request_malformed' });
    expect(JSON.stringify(line)).not.toContain('stack');
  });
});

/** Calls `work` as soon as a connection is there. */
function onConnection(work: (socket: Socket) => void): void {
  door.app.server.once('connection', work);
}

function fail(socket: Socket, code: string): void {
  const error = Object.assign(new Error('x'), { code, rawPacket: Buffer.from(SECRET) });
  door.app.server.emit('clientError', error, socket);
}

describe('a connection', () => {
  test('on which nothing comes in time is told so', async () => {
    // Node looks at its connections every half a minute, so the test says it instead.
    onConnection((socket) => fail(socket, 'ERR_HTTP_REQUEST_TIMEOUT'));
    const [answer] = answersIn(await door.send('GET / HT'));
    expectRefusal(answer as RawAnswer, 'request_timeout');
  });

  test.each(['ECONNRESET', 'EPIPE'])('that broke (%s) is closed without a word', async (code) => {
    const from = door.lines.length;
    onConnection((socket) => fail(socket, code));
    expect(answersIn(await door.send('GET / HT'))).toEqual([]);
    expect(door.lines.slice(from)).toEqual([]);
  });

  test('that waits for an answer never takes the refusal of what follows for it', async () => {
    const body = '{"name":"slow"}';
    const slow = post(`Content-Length: ${body.length}\r\n`, body).replace('close', 'keep-alive');
    const got = door.send(slow, 'GARBAGE\r\n\r\n');
    await expect.poll(() => answerSlowOne).toBeDefined();
    expect(await got).toBe('');
    answerSlowOne?.();
  });

  test('that was answered is told what is wrong with what follows', async () => {
    const first = post('Content-Length: 2\r\n', '{}').replace('close', 'keep-alive');
    const [done, refused] = answersIn(await door.send(first, 'GARBAGE\r\n\r\n'));
    expect(done?.status).toBe(201);
    expectRefusal(refused as RawAnswer, 'request_malformed');
  });

  test('with an expectation we do not know is served all the same', async () => {
    const text = post('Content-Length: 2\r\nExpect: tea\r\n', '{}');
    expect(answersIn(await door.send(text)).map(({ status }) => status)).toEqual([201]);
  });
});

describe('a page of the documents', () => {
  const bundle = '/redoc/bundle/redoc.standalone.js';
  test.each([
    ['a part that is not there', get(bundle, 'Range: bytes=99999999-\r\n'), 'input_invalid'],
    ['a condition that fails', get(bundle, 'If-Match: "x"\r\n'), 'input_invalid'],
    ['a name that no file has', get('/redoc/bundle/%00'), 'route_unknown'],
    ['a file outside', get('/redoc/bundle/..%2f..%2fpackage.json'), 'route_unknown'],
  ] as const)('%s is refused in our words', async (_, text, code) => {
    const [answer] = answersIn(await door.send(text));
    const { headers, body } = answer as RawAnswer;
    expect((JSON.parse(body) as { code: string }).code).toBe(code);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });
});

test('a door that is closing says so to who still knocks', async () => {
  answerSlowOne = undefined;
  const closing = await openTestDoor(
    () => new Promise((resolve) => (answerSlowOne = () => resolve({}))),
  );
  const request = post('Content-Length: 2\r\n', '{}').replace('close', 'keep-alive');
  const got = closing.send(request, '', '', '', request);
  await expect.poll(() => answerSlowOne).toBeDefined();
  const closed = closing.app.close();
  setTimeout(() => answerSlowOne?.(), 400);
  const [first, second] = answersIn(await got);
  await closed;
  expect(first?.status).toBe(201);
  expect(second?.headers.get('retry-after')).toBe('1');
  expectRefusal(second as RawAnswer, 'unavailable');
});
