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
export type Reason =
  | { readonly outcome: 'no_answer' | 'strange' }
  | {
      readonly outcome: 'refused';
      readonly code: string;
      readonly status: number;
      /** The cursor is of another life of the database: the snapshot has to be loaded again. */
      readonly isCursorForeign: boolean;
    };

export type Answered<T> = { readonly value: T } | { readonly reason: Reason };

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
        return value === undefined ? { reason: { outcome: 'strange' } } : { value };
      }
      return { reason: await reasonOf(response, mediaType) };
    } catch {
      return { reason: { outcome: 'no_answer' } };
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

/** Only what our server says is believed; all else is somebody else's. */
async function reasonOf(response: Response, mediaType: string): Promise<Reason> {
  if (!mediaType.includes('json')) return { outcome: 'strange' };
  const problem = (await response.json()) as {
    readonly code?: string;
    readonly errors?: readonly { readonly field: string }[];
  };
  if (typeof problem.code !== 'string') return { outcome: 'strange' };
  const isCursor = problem.errors?.some(({ field }) => field === 'cursor') === true;
  return {
    outcome: 'refused',
    code: problem.code,
    status: response.status,
    isCursorForeign: problem.code === 'input_invalid' && isCursor,
  };
}
