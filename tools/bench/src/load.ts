/**
 * The load: every register sends what was made ready before, and the next when the last was
 * answered. Nothing is computed while it is measured but the sending and the reading of answers.
 */
import http from 'node:http';

export interface Parcel {
  readonly body: Buffer;
  readonly sales: number;
}

export interface Sender {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parcels: readonly Parcel[];
}

export interface Measured {
  readonly acknowledged: number;
  /** Parcels that went, one element a sender. */
  readonly sent: readonly number[];
  readonly seconds: number;
  /** Milliseconds from sending to the whole answer, sorted. */
  readonly answerMs: readonly number[];
}

/** For so many seconds, or until all is sent if they are `Infinity`. Throws on any odd answer. */
export async function send(
  url: string,
  senders: readonly Sender[],
  seconds: number,
): Promise<Measured> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: senders.length });
  const begin = performance.now();
  const until = begin + seconds * 1000;
  const answerMs: number[] = [];
  let acknowledged = 0;
  const work = async (sender: Sender): Promise<number> => {
    for (const [place, parcel] of sender.parcels.entries()) {
      const sentAt = performance.now();
      if (sentAt >= until) return place;
      const answer = await post(agent, url, sender, parcel.body);
      answerMs.push(performance.now() - sentAt);
      acknowledged += parcel.sales;
      const booked = answer.split('"APPLIED"').length - 1;
      if (booked !== parcel.sales) throw new Error(`an odd answer: ${answer.slice(0, 500)}`);
    }
    if (seconds === Infinity) return sender.parcels.length;
    throw new Error('a register had nothing left to send: the figure would be too low');
  };
  const sent = await Promise.all(senders.map(work)).finally(() => {
    agent.destroy();
  });
  return {
    acknowledged,
    sent,
    seconds: (performance.now() - begin) / 1000,
    answerMs: answerMs.sort((one, other) => one - other),
  };
}

export function post(
  agent: http.Agent,
  url: string,
  sender: Sender,
  body: Buffer,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      new URL(sender.path, url),
      {
        agent,
        method: 'POST',
        headers: { ...sender.headers, 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve(text);
          else reject(new Error(`${statusCode} ${text.slice(0, 500)}`));
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
