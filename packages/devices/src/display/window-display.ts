/**
 * The customer's screen in a second window of the same browser. The register tells it what to show
 * over a channel; a window that is opened late, or was reloaded, asks and is told at once.
 */
import { within } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { CustomerDisplay, DisplayView } from '../customer-display.ts';

/** What we use of a BroadcastChannel. */
export interface DisplayChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: object) => void): void;
  removeEventListener(type: 'message', listener: (event: object) => void): void;
  close(): void;
}

type Message =
  | { readonly kind: 'view'; readonly number: number; readonly view: DisplayView }
  /** The window is new and knows nothing. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'seen'; readonly number: number };

const SEEN_PATIENCE_MS = 1_000;

/** The register's end. It closes the channel when it is closed. */
export function windowDisplay(channel: DisplayChannel, clock: Clock): CustomerDisplay {
  let number = 0;
  let last: DisplayView | undefined;
  const waiting = new Map<number, () => void>();
  const send = () => {
    if (last !== undefined) channel.postMessage({ kind: 'view', number, view: last });
  };
  const onMessage = (event: object) => {
    const { data } = event as { readonly data: Message };
    if (data.kind === 'hello') send();
    if (data.kind === 'seen') waiting.get(data.number)?.();
  };
  channel.addEventListener('message', onMessage);
  return {
    show: async (view) => {
      number += 1;
      last = view;
      const mine = number;
      const seen = Promise.withResolvers<true>();
      waiting.set(mine, () => seen.resolve(true));
      send();
      const isSeen = await within(clock, SEEN_PATIENCE_MS, seen.promise, false);
      waiting.delete(mine);
      return isSeen;
    },
    close: () => {
      channel.removeEventListener('message', onMessage);
      channel.close();
    },
  };
}

/** The second window's end: calls with each view until the function it answers is called. */
export function followDisplay(
  channel: DisplayChannel,
  onView: (view: DisplayView) => void,
): () => void {
  const onMessage = (event: object) => {
    const { data } = event as { readonly data: Message };
    if (data.kind !== 'view') return;
    onView(data.view);
    channel.postMessage({ kind: 'seen', number: data.number });
  };
  channel.addEventListener('message', onMessage);
  channel.postMessage({ kind: 'hello' });
  return () => {
    channel.removeEventListener('message', onMessage);
    channel.close();
  };
}
