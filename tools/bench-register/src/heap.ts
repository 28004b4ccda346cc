/** What a page and its workers hold, after the garbage is taken out: objects and buffers. */
import type { CDPSession, Page } from 'playwright-core';

interface HeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
}

/** Bytes. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const workers = await attachedWorkers(session);
  const all = [(method: string) => session.send(method as 'Runtime.getHeapUsage'), ...workers];
  let bytes = 0;
  for (const send of all) {
    await send('HeapProfiler.collectGarbage');
    const usage = (await send('Runtime.getHeapUsage')) as HeapUsage;
    bytes += usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
  }
  await session.detach();
  return bytes;
}

type Send = (method: string) => Promise<unknown>;

/** Their messages are handed on by the page's session. */
async function attachedWorkers(session: CDPSession): Promise<Send[]> {
  const sessionIds: string[] = [];
  const waiting = new Map<number, (result: unknown) => void>();
  session.on('Target.attachedToTarget', ({ sessionId }) => void sessionIds.push(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { readonly id: number; readonly result: unknown };
    waiting.get(id)?.(result);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  let sent = 0;
  return sessionIds.map((sessionId) => async (method) => {
    sent += 1;
    const id = sent;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    const message = JSON.stringify({ id, method });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    return answer;
  });
}
