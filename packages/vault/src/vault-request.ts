/**
 * One request to Vault over HTTP or HTTPS. Node's own client, since fetch takes no authority of our
 * choice; redirects are followed nowhere, since a token must not travel on.
 */
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { VaultSettings } from './settings.ts';

export type Method = 'GET' | 'POST' | 'DELETE' | 'LIST';

export interface VaultRequest {
  readonly method: Method;
  /** Below `/v1/`. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly token?: string | undefined;
  readonly deadlineMs: number;
}

export interface VaultAnswer {
  readonly status: number;
  /** Undefined where it is no JSON, as from a proxy in between. */
  readonly body: unknown;
}

export interface Line {
  /** Rejects where there is no answer at all, or none in time. */
  readonly send: (request: VaultRequest) => Promise<VaultAnswer>;
  readonly close: () => void;
}

const ANSWER_BYTES_MAX = 1_000_000;

export function openLine(settings: VaultSettings): Line {
  const { address, authorityFile } = settings;
  const isSafe = address.startsWith('https:');
  let agent: Promise<http.Agent> | undefined;
  const agentNow = (): Promise<http.Agent> => {
    agent ??= makeAgent(isSafe, authorityFile).catch((error: unknown) => {
      agent = undefined;
      throw error;
    });
    return agent;
  };
  return {
    send: async (request) => sendOver(await agentNow(), settings, request),
    close: () => {
      agent?.then(
        (opened) => {
          opened.destroy();
        },
        () => undefined,
      );
    },
  };
}

async function makeAgent(isSafe: boolean, authorityFile: string | undefined): Promise<http.Agent> {
  const keeping = { keepAlive: true, maxSockets: 16 };
  if (!isSafe) return new http.Agent(keeping);
  const ca = authorityFile === undefined ? {} : { ca: await readFile(authorityFile) };
  return new https.Agent({ ...keeping, ...ca, minVersion: 'TLSv1.2' });
}

function sendOver(
  agent: http.Agent,
  { address, namespace }: VaultSettings,
  { method, path, body, token, deadlineMs }: VaultRequest,
): Promise<VaultAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const url = new URL(`/v1/${path}`, address);
  const headers = {
    'x-vault-request': 'true',
    ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    ...(token === undefined ? {} : { 'x-vault-token': token }),
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const { request } = url.protocol === 'https:' ? https : http;
  const signal = AbortSignal.timeout(deadlineMs);
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent, signal }, (answer) => {
      collect(answer).then(resolve, reject);
    });
    asking.on('error', reject);
    asking.end(text);
  });
}

async function collect(answer: http.IncomingMessage): Promise<VaultAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_BYTES_MAX) throw new Error('Vault answered more than it may');
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, body: jsonOf(Buffer.concat(chunks).toString('utf8')) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
