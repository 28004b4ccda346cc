import { makeMetrics } from '@evertill/kernel';
import { expect, test } from 'vitest';
import { filesBelow, mapping, readRoot, readYaml } from './files.ts';

/** What others expose: Prometheus itself, the machine's exporter, who knocks at the door. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertstate'],
  probe_success: [],
  probe_ssl_earliest_cert_expiry: [],
  node_filesystem_avail_bytes: ['fstype', 'mountpoint'],
  node_filesystem_size_bytes: ['fstype', 'mountpoint'],
};

/** What a scrape adds to every series. */
const scraped = ['job', 'instance', 'module', 'le'];

/** What a registry of the server exposes, each name with the labels it may be asked by. */
async function exposed(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { registry } = makeMetrics();
  const found = (await registry.getMetricsAsJSON()).flatMap(({ name, type }) => {
    const { labelNames = [] } = registry.getSingleMetric(name) as unknown as {
      labelNames?: readonly string[];
    };
    // Prometheus' own word for each is a number, and the client's types say nothing of it.
    // A label that a scrape adds as well is called so by Prometheus, where it is the metric's own.
    const labels = labelNames.map((name) => (scraped.includes(name) ? `exported_${name}` : name));
    const suffixes = String(type) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    return suffixes.map((suffix): [string, readonly string[]] => [`${name}${suffix}`, labels]);
  });
  return new Map([...found, ...Object.entries(foreign)]);
}

interface Question {
  readonly where: string;
  readonly expr: string;
}

function rules(): readonly (Question & { readonly record: string | undefined })[] {
  return ['deploy/prometheus/rules.yml', 'deploy/prometheus/alerts.yml'].flatMap((file) => {
    const groups = mapping(readYaml(file))['groups'] as { rules: Record<string, string>[] }[];
    return groups.flatMap((group) =>
      group.rules.map(({ record, alert = '', expr = '' }) => ({
        where: `${file} ${record ?? alert}`,
        expr,
        record,
      })),
    );
  });
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
}

const dashboardFiles = filesBelow('deploy/grafana/dashboards', '.json');
const dashboardOf = (file: string): Dashboard => JSON.parse(readRoot(file)) as Dashboard;

function questionsOf(file: string): readonly Question[] {
  const { panels, templating, annotations } = dashboardOf(file);
  return [
    ...panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: `${file} ${title}`, expr })),
    ),
    ...templating.list.map(({ definition = '' }) => ({
      where: `${file} variable`,
      expr: definition.replace(/^label_values\((.*), \w+\)$/, '$1'),
    })),
    ...annotations.list.map(({ expr }) => ({ where: `${file} annotation`, expr })),
  ];
}

const functions = new Set(
  (
    'sum by rate increase histogram_quantile topk max count time vector unless or and on ' +
    'offset without avg min ignoring'
  ).split(' '),
);

/** Words of an expression that are no function, no label, no text, no span of time. */
function namesIn(expr: string): readonly string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '""')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(by|without|on|ignoring) *\([^)]*\)/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\boffset +\w+/g, '');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*/g)]
    .map(([name]) => name)
    .filter((name) => !functions.has(name));
}

function labelsIn(expr: string): readonly string[] {
  const matched = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside = '']) =>
    [...inside.replace(/"[^"]*"/g, '""').matchAll(/(\w+) *[=!]~?/g)].map(([, name]) => name ?? ''),
  );
  const grouped = [...expr.matchAll(/\bby *\(([^)]*)\)/g)].flatMap(([, inside = '']) =>
    inside.split(',').map((name) => name.trim()),
  );
  return [...matched, ...grouped];
}

const questions: readonly Question[] = [...rules(), ...dashboardFiles.flatMap(questionsOf)];

test('dashboards, alerts and rules ask for what the server exposes, and by labels that it has', async () => {
  const known = new Map(await exposed());
  for (const { record, expr } of rules()) {
    if (record !== undefined) known.set(record, labelsIn(expr));
  }
  const wrong = questions.flatMap(({ where, expr }) => {
    const names = namesIn(expr);
    const labels = new Set([...scraped, ...names.flatMap((name) => known.get(name) ?? [])]);
    return [
      ...names.filter((name) => !known.has(name)).map((name) => `${where}: no metric ${name}`),
      ...labelsIn(expr)
        .filter((label) => !labels.has(label))
        .map((label) => `${where}: no label ${label}`),
    ];
  });
  expect(questions.length).toBeGreaterThan(35);
  expect(wrong).toEqual([]);
});

test('each alert has a word for people, a severity, a test that fires it, and a runbook', () => {
  const groups = mapping(readYaml('deploy/prometheus/alerts.yml'))['groups'] as {
    rules: { alert: string; labels: unknown; annotations: Record<string, string> }[];
  }[];
  const tests = readRoot('deploy/prometheus/alerts.test.yml');
  for (const { alert, labels, annotations } of groups.flatMap((group) => group.rules)) {
    expect(['wake', 'look']).toContain(mapping(labels)['severity']);
    expect(annotations['summary']).toMatch(/\S/);
    expect(readRoot(annotations['runbook'] ?? 'none')).toMatch(/^# /);
    expect(tests).toContain(`alertname: ${alert}\n        exp_alerts:`);
  }
});

test('dashboards have names of their own, and panels that do not lie on each other', () => {
  const uids = dashboardFiles.map((file) => dashboardOf(file).uid);
  expect(new Set(uids).size).toBe(dashboardFiles.length);
  for (const file of dashboardFiles) {
    const panels = dashboardOf(file).panels as unknown as {
      id: number;
      gridPos: { x: number; y: number; w: number; h: number };
    }[];
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from(
        { length: w * h },
        (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`,
      ),
    );
    expect(new Set(cells).size, file).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  }
});
