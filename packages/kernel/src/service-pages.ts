/** What a service shows of itself: health, metrics, and the documents of its API. */
import { casings } from '@evertill/contract';
import type { Casing } from '@evertill/contract';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { createRequire } from 'node:module';
import path from 'node:path';
import { timingSafeEqual } from 'node:crypto';
import type { Metrics } from './metrics.ts';
import { documentTitles } from './openapi.ts';

export interface ServicePages {
  readonly documents: Readonly<Record<Casing, Record<string, unknown>>>;
  /** What is told, as an AsyncAPI document. */
  readonly events: Readonly<Record<string, unknown>>;
  readonly metrics: Metrics;
  /** The door speaks TLS: browsers are told to come back no other way. */
  readonly isSafe?: boolean;
  /** Without it, metrics are shown to this machine only. */
  readonly metricsToken: string | undefined;
  /** Names what is not ready; empty when everything is. */
  readonly findUnready: () => Promise<readonly string[]>;
}

const HSTS_S = 365 * 24 * 3600;
const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export async function addServicePages(app: FastifyInstance, pages: ServicePages): Promise<void> {
  await app.register(helmet, {
    // For this name only: what else lives under it is not ours to say.
    strictTransportSecurity: pages.isSafe === true && { maxAge: HSTS_S, includeSubDomains: false },
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
  await addDocuments(app, pages);
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

/** Where each document is. */
const addresses: Readonly<Record<Casing, string>> = {
  native: '/openapi.json',
  nexis: '/openapi.nexis.json',
};

async function addDocuments(
  app: FastifyInstance,
  { documents, events }: Pick<ServicePages, 'documents' | 'events'>,
): Promise<void> {
  const told = JSON.stringify(events);
  app.get('/asyncapi.json', (_, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(told),
  );
  for (const casing of casings) {
    const text = JSON.stringify(documents[casing]);
    app.get(addresses[casing], (_, reply) =>
      reply.header('content-type', 'application/json; charset=utf-8').send(text),
    );
  }
  await app.register(swagger, {
    mode: 'static',
    specification: { document: documents.native as never },
  });
  await app.register(swaggerUi, {
    routePrefix: '/swagger',
    uiConfig: {
      // Two documents, between which the bar at the top lets one choose.
      urls: casings.map((casing) => ({ url: addresses[casing], name: documentTitles[casing] })),
      deepLinking: true,
      persistAuthorization: false,
    },
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
  for (const casing of casings) {
    const page = redocPage(addresses[casing]);
    const where = casing === 'native' ? '/redoc' : `/redoc/${casing}`;
    app.get(where, (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  }
}

const wordMark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 40">
  <text x="0" y="29" fill="#fff" font-family="system-ui, sans-serif" font-size="28"
    font-weight="700">Evertill</text></svg>`;

/** No script of its own, so that the page needs no exception from the content policy. */
function redocPage(document: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Evertill API</title>
    <style>body { margin: 0 }</style>
  </head>
  <body>
    <redoc spec-url="${document}" hide-download-button></redoc>
    <script src="/redoc/bundle/redoc.standalone.js"></script>
  </body>
</html>`;
}
