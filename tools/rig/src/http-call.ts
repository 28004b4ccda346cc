/** One request. What went wrong on the way is an answer too: nobody knows what became of it. */

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly token?: string;
  readonly registerKey?: string;
  readonly body?: unknown;
}

export type Call = (request: Request) => Promise<Answer | 'no answer'>;

const ANSWER_MS_MAX = 20_000;

export function callerOf(url: string): Call {
  return async ({ method, path, token, registerKey, body }) => {
    try {
      const response = await fetch(new URL(path, url), {
        method,
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(registerKey === undefined ? {} : { 'x-register-key': registerKey }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return 'no answer';
    }
  };
}

/** For the steps before the load, which have to succeed. */
export async function mustAnswer<T>(call: Call, request: Request): Promise<T> {
  const answer = await call(request);
  if (answer === 'no answer' || answer.status >= 300) {
    throw new Error(`${request.method} ${request.path}: ${JSON.stringify(answer)}`);
  }
  return answer.body as T;
}
