/** A line between two programs that can be cut and slowed, whatever they speak over it. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface TcpLine {
  readonly port: number;
  /** Nobody gets through, and whoever is through is cut off. */
  readonly cut: () => void;
  /** What is sent arrives this much later, in its order; answers come back as fast as ever. */
  readonly slow: (delayMs: number) => void;
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

export async function openTcpLine(targetPort: number): Promise<TcpLine> {
  const open = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    const send = inOrder(far);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    far.on('data', (chunk: Buffer) => near.write(chunk));
    near.on('data', (chunk: Buffer) => {
      send(chunk, delayMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    slow: (ms) => {
      delayMs = ms;
    },
    mend: () => {
      isCut = false;
      delayMs = 0;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What comes after something slow comes after it, also when the line is quick again. */
function inOrder(far: Socket): (chunk: Buffer, delayMs: number) => void {
  const waiting: { readonly chunk: Buffer; readonly dueMs: number }[] = [];
  const sendDue = (): void => {
    for (;;) {
      const [first] = waiting;
      if (first === undefined) return;
      const waitMs = first.dueMs - performance.now();
      if (waitMs > 0) {
        setTimeout(sendDue, waitMs);
        return;
      }
      waiting.shift();
      if (far.writable) far.write(first.chunk);
    }
  };
  return (chunk, delayMs) => {
    waiting.push({ chunk, dueMs: performance.now() + delayMs });
    if (waiting.length === 1) sendDue();
  };
}
