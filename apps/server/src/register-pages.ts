/**
 * The till, as a browser loads it: the page anew each time it is asked for, what it names for ever,
 * since every file's name has a hash of what is in it.
 */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const YEAR_S = 365 * 24 * 3600;

/** Nothing from elsewhere, and nothing that the page did not bring with it. */
const policyOf = (scripts: string): string =>
  [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const CONTENT_POLICY = policyOf("'self'");

/**
 * The worker that reads the camera's pictures runs WebAssembly, which nothing else may: a worker
 * has the policy it came with, and not its page's.
 */
const CODE_READER = /^read-codes-[\w-]+\.js$/;
const CODE_READER_POLICY = policyOf("'self' 'wasm-unsafe-eval'");

/** Where the built till is; whether it is there is another question. */
export function registerFolder(): string {
  const own = createRequire(import.meta.url).resolve('@evertill/register/package.json');
  return path.join(path.dirname(own), 'dist');
}

const notBuilt = 'The till is not built here. Run: npm run build --workspace @evertill/register\n';

/** Serves what is in `folder` under `/register/`. */
export async function addRegisterPages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) {
    app.get('/register/', (_, reply) => reply.code(503).type('text/plain').send(notBuilt));
    return;
  }
  await app.register(async (pages) => {
    pages.addHook('onRequest', async (_, reply) => {
      reply.header('content-security-policy', CONTENT_POLICY);
    });
    await pages.register(fastifyStatic, {
      root: folder,
      prefix: '/register/',
      preCompressed: true,
      cacheControl: false,
      index: false,
      setHeaders: (reply, file) => {
        reply.header('cache-control', cachingOf(path.relative(folder, file)));
        if (CODE_READER.test(path.basename(file).replace(/\.(?:br|gz)$/, ''))) {
          reply.header('content-security-policy', CODE_READER_POLICY);
        }
      },
    });
    pages.get('/register/', (_, reply) => reply.sendFile('index.html'));
  });
}

function cachingOf(file: string): string {
  const isNamedByHash = file.startsWith(`assets${path.sep}`);
  return isNamedByHash ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
}
