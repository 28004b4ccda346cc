/** Requests as a test of every operation sends them: many at once, each told in one line. */
import type { Operation } from '@evertill/contract';
import type { TestShop } from '@evertill/testing';
import type { ValidRequest } from './valid-requests.ts';

export interface Told {
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends one request, with these headers over its own. */
export async function send(
  { running }: Pick<TestShop, 'running'>,
  { http }: Operation,
  request: ValidRequest,
  headers: Readonly<Record<string, string>>,
): Promise<Told> {
  if (http === undefined) throw new Error('it has no address');
  const path = http.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(request.path[name] ?? ''),
  );
  const url = new URL(path, running.url);
  const isRead = http.method === 'GET';
  if (isRead) {
    for (const [name, value] of Object.entries(request.fields)) {
      url.searchParams.set(name, String(value));
    }
  }
  const response = await fetch(url, {
    method: http.method,
    headers: { 'content-type': 'application/json', ...request.headers, ...headers },
    ...(isRead ? {} : { body: JSON.stringify(request.fields) }),
  });
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.includes('problem+json') === true;
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined;
  return { status: response.status, code, text, headers: response.headers };
}
