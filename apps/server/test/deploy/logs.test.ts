import { makeLog } from '@evertill/kernel';
import { expect, test } from 'vitest';
import { mapping, readRoot, readYaml } from './files.ts';

type Line = Record<string, unknown>;

interface Processor {
  readonly if?: string;
  readonly field: string | readonly string[];
  readonly target_field?: string;
  readonly value?: unknown;
}

const pipeline = JSON.parse(readRoot('deploy/logs/pipeline.json')) as {
  processors: readonly Record<string, Processor>[];
};

/** What Elasticsearch's own processors do, as far as our pipeline asks it of them. */
function ingest(document: Line): Line {
  for (const step of pipeline.processors) {
    for (const [kind, processor] of Object.entries(step)) run(kind, processor, document);
  }
  return document;
}

function run(kind: string, processor: Processor, document: Line): void {
  const field = typeof processor.field === 'string' ? processor.field : '';
  if (kind === 'date') {
    put(document, '@timestamp', new Date(String(at(document, field))).toISOString());
    return;
  }
  if (kind === 'set') {
    const [, level] = /^ctx\.evertill\?\.level == (\d+)$/.exec(processor.if ?? '') ?? [];
    if (level === undefined) throw new Error(`a condition that this test does not know`);
    if (at(document, 'evertill.level') === Number(level)) put(document, field, processor.value);
    return;
  }
  if (kind === 'rename') {
    const value = at(document, field);
    if (value === undefined) return;
    take(document, field);
    put(document, processor.target_field ?? '', value);
    return;
  }
  if (kind !== 'remove') throw new Error(`a processor that this test does not know: ${kind}`);
  for (const one of processor.field) take(document, one);
}

const at = (document: unknown, path: string): unknown =>
  path.split('.').reduce((value, part) => mapping(value)[part], document);

function put(document: Line, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) document[first] = value;
  else put((document[first] ??= {}) as Line, rest.join('.'), value);
}

function take(document: Line, path: string): void {
  const parts = path.split('.');
  const owner = at(document, parts.slice(0, -1).join('.')) as Line | undefined;
  Reflect.deleteProperty(owner ?? document, parts.at(-1) ?? '');
}

/** A line as Filebeat hands it on: what our own log wrote, under one name. */
function lineOf(write: (log: ReturnType<typeof makeLog>) => void): Line {
  let text = '';
  write(makeLog({ level: 'debug', destination: { write: (line: string) => (text += line) } }));
  return { evertill: JSON.parse(text) as Line };
}

test('a fault of ours arrives in the names that Kibana and the saved search ask for', () => {
  const document = ingest(
    lineOf((log) => {
      log.error({ err: new RangeError('no'), trace_id: 'abc', tenant_id: 't1' }, 'a fault');
    }),
  );
  expect(document).toMatchObject({
    message: 'a fault',
    log: { level: 'error' },
    trace: { id: 'abc' },
    service: { name: 'evertill' },
    error: { type: 'RangeError', message: 'no', stack_trace: expect.stringContaining('no') },
    evertill: { tenant_id: 't1' },
  });
  expect(document['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(mapping(document['evertill'])).not.toHaveProperty('level');
});

test('every level has its word', () => {
  for (const level of ['debug', 'info', 'warn', 'error', 'fatal'] as const) {
    const document = ingest(
      lineOf((log) => {
        log[level]('so');
      }),
    );
    expect(at(document, 'log.level')).toBe(level);
  }
});

test('what the saved search shows has a place in the template', () => {
  const template = JSON.parse(readRoot('deploy/logs/index-template.json')) as Line;
  const properties = at(template, 'template.mappings.properties');
  const search = readRoot('deploy/logs/saved-search.ndjson').trim().split('\n');
  const [, trouble] = search.map((line) => JSON.parse(line) as Line);
  const columns = at(trouble, 'attributes.columns') as readonly string[];
  const known = (column: string): boolean =>
    at(properties, column.split('.').join('.properties.')) !== undefined;
  // Filebeat's own, which it maps by itself.
  expect(columns.filter((column) => !known(column))).toEqual(['container.name']);
  expect(at(template, 'template.settings.index.default_pipeline')).toBe('evertill');
});

test('Filebeat hands lines over under the name that the pipeline takes them from', () => {
  const text = JSON.stringify(readYaml('deploy/logs/filebeat.yml'));
  expect(text).toContain('"target":"evertill"');
  expect(text).toContain('"pipeline":"evertill"');
});
