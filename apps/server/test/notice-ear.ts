/**
 * Listens to the notices of a shop, as a program does that reads server-sent events itself. Over
 * Node's own client: fetch opens another connection for one that is given up, and never uses it.
 */
import { NOTICES_PATH } from '@evertill/contract';
import { once } from 'node:events';
import http from 'node:http';
import type { IncomingMessage } from 'node:http';

export interface Ear {
  readonly response: { readonly status: number; readonly headers: Headers };
  /** What was said so far. */
  readonly topics: readonly (readonly string[])[];
  readonly close: () => void;
}

export async function listenTo(url: string, token: string): Promise<Ear> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const request = http.get(new URL(NOTICES_PATH, url), { agent: false, headers });
  const [message] = (await once(request, 'response')) as [IncomingMessage];
  const topics: string[][] = [];
  hear(message, topics).catch(() => undefined);
  return {
    response: {
      status: message.statusCode ?? 0,
      headers: new Headers(message.headers as Record<string, string>),
    },
    topics,
    close: () => {
      request.destroy();
    },
  };
}

async function hear(message: IncomingMessage, topics: string[][]): Promise<void> {
  let said = '';
  let heard = 0;
  for await (const text of message.setEncoding('utf8') as AsyncIterable<string>) {
    said += text;
    for (let end = said.indexOf('\n\n', heard); end !== -1; end = said.indexOf('\n\n', heard)) {
      const data = /^event: news\ndata: (.*)$/m.exec(said.slice(heard, end))?.[1];
      if (data !== undefined) topics.push((JSON.parse(data) as { topics: string[] }).topics);
      heard = end + 2;
    }
  }
}
