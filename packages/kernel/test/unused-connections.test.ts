/** A door that closes does not wait for whoever never said a word. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openTestDoor } from './open-test-door.ts';
import type { TestDoor } from './open-test-door.ts';

const answer = (): Promise<object> => Promise.resolve({});
/** Node itself waits a minute for headers. */
const CLOSE_MS_MAX = 10_000;

async function unusedAt({ app, port }: TestDoor): Promise<Socket> {
  const met = once(app.server, 'connection');
  const socket = connect(port, '127.0.0.1');
  await met;
  return socket;
}

test(
  'a connection that was never used ends with the door',
  async () => {
    const door = await openTestDoor(answer);
    const socket = await unusedAt(door);
    const ended = once(socket, 'close');
    await Promise.all([door.app.close(), ended]);
  },
  CLOSE_MS_MAX,
);

test(
  'one whose request is being answered does not',
  async () => {
    let finish: (() => void) | undefined;
    const door = await openTestDoor(
      () =>
        new Promise((resolve) => {
          finish = () => resolve({});
        }),
    );
    const got = door.send(
      'POST /api/products/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer x\r\n' +
        'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    );
    await expect.poll(() => finish).toBeDefined();
    const closed = door.app.close();
    finish?.();
    expect(await got).toContain('HTTP/1.1 201');
    await closed;
  },
  CLOSE_MS_MAX,
);
