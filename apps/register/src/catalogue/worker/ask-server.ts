/**
 * The two questions to the server: the whole catalogue, and what changed. An answer counts only if
 * it is what was asked for: whoever sits between us and the server (a hotel's log-in page, a proxy)
 * answers with pages of its own, and with 200.
 */
import { SNAPSHOT_MAGIC } from '@evertill/contract';
import type { CatalogueWorld } from './world.ts';

export interface ServerAccess {
  /** Where the server is, as `https://shop.example`. */
  readonly url: string;
  readonly token: string;
  /** The device key: with it, the people of the shop are told too. */
  readonly registerKey: string | undefined;
}

/** Why there is nothing new. */
export type NoAnswerReason = 'no_answer' | 'token_spent' | 'cursor_foreign' | 'refused';

export type Answered<T> = { readonly value: T } | { readonly reason: NoAnswerReason };

export const PULL_LIMIT = 1_000;
const SNAPSHOT_MS_MAX = 120_000;
const PULL_MS_MAX = 20_000;

export function askServer(world: Pick<CatalogueWorld, 'fetch'>): {
  readonly snapshot: (access: ServerAccess) => Promise<Answered<Uint8Array<ArrayBuffer>>>;
  readonly pull: (access: ServerAccess, cursor: string) => Promise<Answered<unknown>>;
} {
  const ask = async <T>(
    { url, token, registerKey }: ServerAccess,
    question: { readonly path: string; readonly type: string; readonly msMax: number },
    read: (response: Response) => Promise<T | undefined>,
  ): Promise<Answered<T>> => {
    const { path, type, msMax } = question;
    try {
      const response = await world.fetch(new URL(path, url), {
        headers: {
          accept: type,
          authorization: `Bearer ${token}`,
          ...(registerKey === undefined ? {} : { 'x-register-key': registerKey }),
        },
        // A copy of ours is enough; the browser keeps none.
        cache: 'no-store',
        signal: AbortSignal.timeout(msMax),
      });
      const mediaType = response.headers.get('content-type') ?? '';
      if (response.ok) {
        const value = mediaType.startsWith(type) ? await read(response) : undefined;
        return value === undefined ? { reason: 'no_answer' } : { value };
      }
      return { reason: await reasonOf(response, mediaType) };
    } catch {
      return { reason: 'no_answer' };
    }
  };
  return {
    snapshot: (access) =>
      ask(
        access,
        {
          path: '/api/sync/snapshot/',
          type: 'application/vnd.evertill.catalog',
          msMax: SNAPSHOT_MS_MAX,
        },
        readSnapshot,
      ),
    pull: (access, cursor) => {
      const query = new URLSearchParams({ limit: String(PULL_LIMIT), cursor }).toString();
      return ask(
        access,
        { path: `/api/sync/pull/?${query}`, type: 'application/json', msMax: PULL_MS_MAX },
        (response) => response.json() as Promise<unknown>,
      );
    },
  };
}

async function readSnapshot(response: Response): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const magic = new TextDecoder().decode(bytes.subarray(0, SNAPSHOT_MAGIC.length));
  return magic === SNAPSHOT_MAGIC ? bytes : undefined;
}

/** Only what our server says is believed; all else is nobody there. */
async function reasonOf(response: Response, mediaType: string): Promise<NoAnswerReason> {
  if (!mediaType.includes('json')) return 'no_answer';
  const problem = (await response.json()) as {
    readonly code?: string;
    readonly errors?: readonly { readonly field: string }[];
  };
  if (response.status === 401) return 'token_spent';
  if (response.status >= 500 || response.status === 429) return 'no_answer';
  const isCursor = problem.errors?.some(({ field }) => field.toLowerCase() === 'cursor') === true;
  if (problem.code === 'input_invalid' && isCursor) return 'cursor_foreign';
  return 'refused';
}
