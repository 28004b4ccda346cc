/**
 * Listens to what is new at the shop, so that a till copies it at once and not with its next turn.
 * Only the tab that holds the lease does, and only while somebody can see it. Nothing rests on it:
 * without a stream the till asks at its own rhythm, as ever.
 */
import type { TokenSource } from '@evertill/client';
import { NOTICES_PATH, tillTopics } from '@evertill/contract';
import { backoffMs } from './backoff.ts';
import type { SyncEngine } from './engine-port.ts';
import type { World } from './world.ts';

export interface ListeningParts {
  readonly fetch: typeof globalThis.fetch;
  readonly url: string;
  readonly tokens: TokenSource;
  readonly world: Pick<World, 'after' | 'chance'>;
  readonly engine: Pick<SyncEngine, 'status' | 'subscribe' | 'wake'>;
  readonly isShown: () => boolean;
  /** Answers how to hear no more of it. */
  readonly onShownChange: (hear: () => void) => () => void;
}

/** The server says every twenty seconds that it is there: a line on which nothing comes is dead. */
const SILENCE_MS_MAX = 60_000;
/** All tills of a shop hear it at once, and do not all ask at once. */
const SPREAD_MS = 1_000;
/** The states in which the server has let us in. */
const inTouch: ReadonlySet<string> = new Set(['pushing', 'pulling', 'idle']);

/** Answers how to stop. */
export function listenForNotices(parts: ListeningParts): () => void {
  const { engine, world } = parts;
  let failures = 0;
  let isStopped = false;
  let current: AbortController | undefined;
  let cancelNext = (): void => undefined;
  let isResting = false;
  const isWanted = (): boolean =>
    !isStopped &&
    parts.isShown() &&
    engine.status().lease === 'here' &&
    inTouch.has(engine.status().state);
  const rest = (): void => {
    isResting = true;
    failures += 1;
    const delayMs = backoffMs({ failures, retryAfterMs: null, chance: world.chance() });
    cancelNext = world.after(delayMs, () => {
      isResting = false;
      look();
    });
  };
  const listen = async (mine: AbortController): Promise<void> => {
    try {
      await hearAll(parts, mine, () => {
        failures = 0;
      });
    } catch {
      // No answer, a no, a line that broke: what there is to do about it is the same.
    }
    if (current !== mine) return;
    current = undefined;
    if (isWanted()) rest();
  };
  const look = (): void => {
    if (!isWanted()) {
      current?.abort();
      current = undefined;
      return;
    }
    if (current !== undefined || isResting) return;
    current = new AbortController();
    void listen(current);
  };
  const deafen = [engine.subscribe(look), parts.onShownChange(look)];
  look();
  return () => {
    isStopped = true;
    for (const stop of deafen) stop();
    cancelNext();
    look();
  };
}

/** Ends when the stream does; throws when it breaks, or nothing comes for too long. */
async function hearAll(
  { fetch, url, tokens, world, engine }: ListeningParts,
  mine: AbortController,
  onOpen: () => void,
): Promise<void> {
  const watch = (): (() => void) => world.after(SILENCE_MS_MAX, () => mine.abort());
  let cancelWatch = watch();
  let cancelWake = (): void => undefined;
  try {
    const token = tokens.access() ?? '';
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
    const answer = await fetch(new URL(NOTICES_PATH, url), { headers, signal: mine.signal });
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (!answer.ok || answer.body === null || !isStream) return;
    onOpen();
    let rest = '';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      cancelWatch();
      cancelWatch = watch();
      const blocks = (rest + part.value).split('\n\n');
      rest = blocks.pop() ?? '';
      if (!blocks.some(isForTill)) continue;
      cancelWake();
      cancelWake = world.after(SPREAD_MS * world.chance(), () => {
        // Whoever is at work asks afterwards anyway, and whoever waits was told to.
        if (engine.status().state === 'idle') engine.wake();
      });
    }
  } finally {
    cancelWatch();
  }
}

/** Of a newer server there may be kinds that we do not know: they are not ours to copy. */
function isForTill(block: string): boolean {
  const data = /^event: news\ndata: (.*)$/m.exec(block)?.[1];
  if (data === undefined) return false;
  return tillTopics.some((topic) => data.includes(`"${topic}"`));
}
