/**
 * One connection, made in the background and made again for as long as it takes: a server starts,
 * and sells, whether Redis is there or not. What is asked while it is away fails at once.
 */
import type { Log } from '@evertill/kernel';
import { createClient } from '@redis/client';
import type { RedisSettings } from './settings.ts';

const CONNECT_MS_MAX = 2_000;
const PAUSE_MS_MAX = 2_000;
/** A line on which nothing comes for so long, though it is asked every two seconds, is dead. */
const SILENCE_MS_MAX = 10_000;
const PING_MS = 2_000;
/** What waits unanswered beyond this is refused: the rest of the memory is for selling. */
const WAITING_MAX = 10_000;

export type Client = ReturnType<typeof makeClient>;

export interface Connection {
  readonly client: Client;
  readonly close: () => void;
}

export function connect(settings: RedisSettings, name: string, log: Log): Connection {
  const client = makeClient(settings, name);
  let wasTold = false;
  // Told once for each time it goes away; whoever uses it says what that means.
  client.on('error', (error: unknown) => {
    if (!wasTold) log.warn({ err: error }, 'Redis is away; we go on without, and try again');
    wasTold = true;
  });
  client.on('ready', () => {
    wasTold = false;
  });
  // It rejects only when it is closed before there was a connection.
  client.connect().catch(() => undefined);
  return {
    client,
    close: () => {
      client.destroy();
    },
  };
}

function makeClient({ url, authority }: RedisSettings, name: string) {
  const tls = authority === undefined ? {} : { tls: true as const, ca: authority };
  return createClient({
    url,
    name: `evertill-${name}`,
    disableOfflineQueue: true,
    commandsQueueMaxLength: WAITING_MAX,
    pingInterval: PING_MS,
    socket: {
      ...tls,
      connectTimeout: CONNECT_MS_MAX,
      socketTimeout: SILENCE_MS_MAX,
      reconnectStrategy: (retries) => Math.min(PAUSE_MS_MAX, 50 * 2 ** Math.min(retries, 10)),
    },
  });
}
