/**
 * What deploy/gateway knows of us, made from the contract: at which paths each module answers, how
 * much may be sent there, and which port a module has when it runs alone.
 */
import { BODY_BYTES_DEFAULT, BODY_BYTES_PUBLIC, pathsOf, refusals } from '@evertill/contract';
import type { RefusalCode } from '@evertill/contract';
import { moduleNames, moduleOf, modulePorts } from '@evertill/kernel';
import type { ModuleName } from '@evertill/kernel';
import { allOperations } from '@evertill/server';

const MADE = '# Made by `npm run docs` from the contract. Do not edit.';

interface Route {
  readonly path: string;
  readonly module: ModuleName;
  readonly bytes: number;
}

/** File name to content. */
export function gatewayFiles(): Readonly<Record<string, string>> {
  return {
    'routes.conf': routesFile(),
    'inner-routes.conf': innerRoutesFile(),
    'problems.conf': problemsFile(),
    'upstreams.conf': upstreamsFile(),
  };
}

function upstreamsFile(): string {
  const blocks = moduleNames.map((name) =>
    upstream(name, [`server localhost:${modulePorts[name]} max_fails=3 fail_timeout=2s;`]),
  );
  const pages = upstream('pages', [
    `server localhost:${modulePorts.catalog} max_fails=3 fail_timeout=2s;`,
    `server localhost:${modulePorts.auth} max_fails=3 fail_timeout=2s backup;`,
  ]);
  return [
    MADE,
    '# Copy it and name your own machines: a line for each process of a module.',
    '',
    ...blocks,
    '# What every process can show: the till, the documents, the start page.',
    pages,
  ].join('\n');
}

function upstream(name: string, servers: readonly string[]): string {
  const lines = ['least_conn;', ...servers, 'keepalive 64;', 'keepalive_timeout 50s;'];
  return [`upstream evertill_${name} {`, ...lines.map((line) => `    ${line}`), '}', ''].join('\n');
}

function routesFile(): string {
  const routes = allRoutes();
  const nouns = [...new Set(routes.map(({ path }) => nounOf(path)))];
  const owners = new Map(nouns.map((noun): [string, ModuleName] => [noun, ownerOf(noun, routes)]));
  const odd = routes.filter(
    ({ path, module, bytes }) =>
      owners.get(nounOf(path)) !== module || bytes !== BODY_BYTES_DEFAULT,
  );
  const health = `~ "^/health/ready/(?<evertill_module>${moduleNames.join('|')})$"`;
  return [
    MADE,
    '# Whether one module is ready, by its name. Without a name, whoever shows the pages answers.',
    `location ${health} {`,
    '    rewrite ^ /health/ready break;',
    '    proxy_pass http://evertill_$evertill_module;',
    '}',
    '',
    '# What lies under the noun of another module, and where more or less may be sent.',
    ...odd.map(locationOf),
    '',
    ...moduleNames.flatMap((name) => {
      const own = nouns.filter((noun) => owners.get(noun) === name).sort();
      if (own.length === 0) return [];
      return [`# ${name}`, locationAt(`^/(?:${own.map(escaped).join('|')})(?:/|$)`, name), ''];
    }),
  ].join('\n');
}

/** Between processes: `/peer/auth.standing`, and `/peer/events/auth`. */
function innerRoutesFile(): string {
  const names = moduleNames.join('|');
  return [
    MADE,
    `location ~ "^/peer/(?:events/)?(?<evertill_module>${names})(?:\\.[A-Za-z]+)?$" {`,
    '    proxy_pass http://evertill_$evertill_module;',
    '}',
    'location / { return 404; }',
    '',
  ].join('\n');
}

/** What the gateway itself has to say, as our doors say it; a module's words pass untouched. */
function problemsFile(): string {
  const problem = (statuses: string, code: RefusalCode, more: readonly string[] = []): string[] => {
    const { status, title } = refusals[code];
    const body = { type: `urn:evertill:problem:${code}`, title, status, code, detail: title };
    const text = JSON.stringify({ ...body, trace_id: '$evertill_trace_id' });
    return [
      `error_page ${statuses} =${status} @${code};`,
      `location @${code} {`,
      '    internal;',
      '    default_type application/problem+json;',
      ...more.map((line) => `    ${line}`),
      `    return ${status} '${text}';`,
      '}',
    ];
  };
  return [
    MADE,
    ...problem('404', 'route_unknown'),
    ...problem('413', 'body_too_large'),
    ...problem('502 503 504', 'unavailable', ['add_header Retry-After 2 always;']),
    '',
  ].join('\n');
}

function allRoutes(): readonly Route[] {
  const routes = new Map<string, Route>();
  for (const operation of allOperations) {
    const usual = operation.access.kind === 'public' ? BODY_BYTES_PUBLIC : BODY_BYTES_DEFAULT;
    // The door's own measure: one that refuses while it is still written to is not heard.
    const bytes = operation.http?.bodyBytesMax ?? usual;
    const module = moduleOf(operation.name);
    for (const path of pathsOf(operation)) {
      const known = routes.get(path);
      if (known !== undefined && known.module !== module) {
        throw new Error(`${path} is answered by ${known.module} and by ${module}`);
      }
      routes.set(path, { path, module, bytes: Math.max(bytes, known?.bytes ?? 0) });
    }
  }
  return [...routes.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** `api/products` of `/api/products/{product_id}/`; a path without a noun is one itself. */
function nounOf(path: string): string {
  return path.split('/').slice(1, 3).join('/');
}

/** Whose most of the paths under a noun are. */
function ownerOf(noun: string, routes: readonly Route[]): ModuleName {
  const here = routes.filter(({ path }) => nounOf(path) === noun).map(({ module }) => module);
  const count = (name: ModuleName): number => here.filter((one) => one === name).length;
  return [...here].sort((one, other) => count(other) - count(one))[0] ?? 'auth';
}

function locationOf({ path, module, bytes }: Route): string {
  const pattern = path
    .replace(/\/$/, '')
    .split('/')
    .map((part) => (part.startsWith('{') ? '[^/]+' : escaped(part)))
    .join('/');
  const limit = bytes === BODY_BYTES_DEFAULT ? '' : `client_max_body_size ${bytes}; `;
  return locationAt(`^${pattern}/?$`, module, limit);
}

function locationAt(pattern: string, module: ModuleName, limit = ''): string {
  return `location ~ "${pattern}" { ${limit}proxy_pass http://evertill_${module}; }`;
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.');
}
