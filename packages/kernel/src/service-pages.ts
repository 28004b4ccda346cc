/** What a service shows of itself: health, metrics, and the documents of its API. */
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { createRequire } from 'node:module';
import path from 'node:path';
import { timingSafeEqual } from 'node:crypto';
import type { Metrics } from './metrics.ts';

export interface ServicePages {
  readonly document: Record<string, unknown>;
  readonly metrics: Metrics;
  /** Without it, metrics are shown to this machine only. */
  readonly metricsToken: string | undefined;
  /** Names what is not ready; empty when everything is. */
  readonly findUnready: () => Promise<readonly string[]>;
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export async function addServicePages(app: FastifyInstance, pages: ServicePages): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
  });
  addHealth(app, pages);
  await addDocuments(app, pages.document);
}

function addHealth(app: FastifyInstance, pages: ServicePages): void {
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/health/ready', async (_, reply) => {
    const unready = await pages.findUnready();
    reply.code(unready.length === 0 ? 200 : 503);
    return { status: unready.length === 0 ? 'ok' : 'unready', unready };
  });
  app.get('/metrics', async (request, reply) => {
    // Behind a proxy that we were not told of, everybody seems to be on this machine.
    const isPassedOn = request.headers['x-forwarded-for'] !== undefined;
    const ip = isPassedOn ? '' : request.ip;
    if (!maySeeMetrics(ip, request.headers.authorization, pages.metricsToken)) {
      reply.callNotFound();
      return;
    }
    return reply
      .header('content-type', pages.metrics.registry.contentType)
      .send(await pages.metrics.registry.metrics());
  });
}

function maySeeMetrics(
  ip: string,
  authorization: string | undefined,
  token: string | undefined,
): boolean {
  if (token === undefined) return loopback.has(ip);
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function addDocuments(app: FastifyInstance, document: object): Promise<void> {
  const text = JSON.stringify(document);
  app.get('/openapi.json', (_, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(text),
  );
  await app.register(swagger, {
    mode: 'static',
    specification: { document: document as never },
  });
  await app.register(swaggerUi, {
    routePrefix: '/swagger',
    uiConfig: { url: '/openapi.json', deepLinking: true, persistAuthorization: false },
    logo: { type: 'image/svg+xml', content: Buffer.from(wordMark), href: '/', target: '_self' },
  });
  const redoc = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
  await app.register(fastifyStatic, {
    root: path.dirname(redoc),
    prefix: '/redoc/bundle/',
    index: false,
    list: false,
    decorateReply: false,
  });
  const page = redocPage();
  app.get('/redoc', (_, reply) => reply.type('text/html; charset=utf-8').send(page));
}

const wordMark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 40">
  <text x="0" y="29" fill="#fff" font-family="system-ui, sans-serif" font-size="28"
    font-weight="700">Evertill</text></svg>`;

/** No script of its own, so that the page needs no exception from the content policy. */
function redocPage(): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Evertill API</title>
    <style>body { margin: 0 }</style>
  </head>
  <body>
    <redoc spec-url="/openapi.json" hide-download-button></redoc>
    <script src="/redoc/bundle/redoc.standalone.js"></script>
  </body>
</html>`;
}
