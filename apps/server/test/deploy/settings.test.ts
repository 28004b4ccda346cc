import { moduleNames, modulePorts, ratePolicies } from '@evertill/kernel';
import { expect, test } from 'vitest';
import { secretNames } from '../../src/config.ts';
import { filesBelow, mapping, readRoot, readYaml, root, words } from './files.ts';

const compose = mapping(readYaml('compose.yaml'));
const services = Object.entries(mapping(compose['services'])).map(([name, service]) => ({
  name,
  service: mapping(service),
}));
const ours = services.filter(({ service }) => String(service['image']).startsWith('evertill:'));

/** Every setting that the server reads, as its own sources spell it. */
function settingsOfServer(): ReadonlySet<string> {
  const texts = filesBelow('apps/server/src', '.ts').map(readRoot);
  const literals = texts.flatMap((text) =>
    [...text.matchAll(/'([A-Z][A-Z0-9_]{3,})'/g)].map(([, name]) => name ?? ''),
  );
  const families = [
    ...moduleNames.map((name) => `EVERTILL_PEER_${name.toUpperCase()}`),
    ...ratePolicies.map((policy) => `EVERTILL_LIMIT_${policy.toUpperCase()}`),
    ...secretNames.map((name) => `${name}_FILE`),
  ];
  return new Set([...literals, ...literals.map((name) => `EVERTILL_${name}`), ...families]);
}

/** Settings of Node.js, and of an image. */
const others = new Set(['NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'HOME']);
const known = settingsOfServer();
const unknownOf = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !known.has(name) && !others.has(name));

const spelled = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name]) => name ?? '');

test('every setting in compose.yaml is one that the server reads', () => {
  const names = ours.flatMap(({ service }) => Object.keys(mapping(service['environment'])));
  expect(names).toContain('DATABASE_URL_FILE');
  expect(unknownOf(names)).toEqual([]);
});

test('every setting in the chart, the image and Terraform is one that the server reads', () => {
  const chart = readRoot('deploy/helm/evertill/templates/_helpers.tpl').replaceAll(
    'EVERTILL_PEER_{{ upper $part }}',
    'EVERTILL_PEER_ORDERS',
  );
  const inChart = spelled(chart, /- \{ name: ([A-Z_]+),/g);
  const inJob = spelled(
    readRoot('deploy/helm/evertill/templates/migration.yaml'),
    /- \{ name: ([A-Z_]+),/g,
  );
  const inImage = spelled(readRoot('Dockerfile'), /^(?:ENV)? {0,4}([A-Z_]+)=\S+/gm);
  const terraform = filesBelow('deploy/terraform/aws', '.tf').map(readRoot).join('\n');
  const inTerraform = spelled(terraform, /^ +([A-Z][A-Z_]{3,}) += /gm);
  expect(inChart.length).toBeGreaterThan(10);
  expect(inImage).toContain('EVERTILL_HOME');
  expect(inTerraform).toContain('KAFKA_BROKERS');
  expect(unknownOf([...inChart, ...inJob, ...inImage, ...inTerraform])).toEqual([]);
});

test('every setting that a guide of deployment names is one that the server reads', () => {
  const guides = [...filesBelow('deploy', '.md'), ...filesBelow('docs/runbooks', '.md')];
  const text = [...guides, 'docs/guides/deploy.md'].map(readRoot).join('\n');
  const names = spelled(text, /\b((?:EVERTILL|KAFKA|REDIS|DATABASE)_[A-Z_]*[A-Z])\b/g);
  const ofCompose = new Set([
    'EVERTILL_VERSION',
    'EVERTILL_PORT',
    'EVERTILL_TLS_PORT',
    'EVERTILL_DATABASE',
  ]);
  expect(names).toContain('DATABASE_URL');
  expect(unknownOf(names.filter((name) => !ofCompose.has(name)))).toEqual([]);
});

test('each module is a service, at its own port, known to all others and to Prometheus', () => {
  const prometheus = readRoot('deploy/prometheus/prometheus.yml');
  const upstreams = readRoot('deploy/gateway/compose/upstreams.conf');
  for (const name of moduleNames) {
    const port = String(modulePorts[name]);
    const service = ours.find((one) => one.name === name)?.service ?? {};
    expect(service['command']).toEqual(['serve', name]);
    const environment = mapping(service['environment']);
    expect(environment['PORT']).toBe(port);
    for (const peer of moduleNames) {
      const url = environment[`EVERTILL_PEER_${peer.toUpperCase()}`];
      expect(url).toBe(`http://${peer}:${modulePorts[peer]}`);
    }
    expect(prometheus).toContain(`{ targets: ['${name}:${port}'], labels: { module: ${name} } }`);
    expect(upstreams).toContain(`server ${name}:${port} resolve`);
  }
});

test('the chart knows every module and its port', () => {
  const helpers = readRoot('deploy/helm/evertill/templates/_helpers.tpl');
  const lines = Object.entries(modulePorts).map(([name, port]) => `${name}: ${port}`);
  expect(helpers).toContain(lines.join('\n'));
  const schema = JSON.parse(readRoot('deploy/helm/evertill/values.schema.json')) as {
    properties: { modules: { properties: Record<string, unknown> } };
  };
  const inSchema = Object.keys(schema.properties.modules.properties);
  expect(inSchema.sort()).toEqual(['evertill', ...moduleNames].sort());
});

test('every image has a version, and none is the latest', () => {
  const images = services.map(({ service }) => String(service['image']));
  for (const image of images) expect(image).toMatch(/:v?[0-9$][^:]*$|^evertill:/);
  expect(images.join()).not.toContain('latest');
  const version = (JSON.parse(readRoot('package.json')) as { version: string }).version;
  expect(readRoot('compose.yaml')).toContain(`evertill:\${EVERTILL_VERSION:-${version}}`);
  expect(readRoot('deploy/helm/evertill/Chart.yaml')).toContain(`appVersion: ${version}\n`);
});

test('the image runs on the Node that everything is tested with', () => {
  const [, wanted] = /NODE_VERSION = '([^']+)'/.exec(readRoot('scripts/bring-node.mjs')) ?? [];
  expect(readRoot('Dockerfile')).toContain(`ARG NODE_VERSION=${wanted}-bookworm-slim\n`);
});

test('every service has a limit of memory, and says whether it is well or why it cannot', () => {
  for (const { name, service } of services) {
    const limits = mapping(mapping(mapping(service['deploy'])['resources'])['limits']);
    expect({ name, limits }).toMatchObject({
      limits: { memory: expect.any(String), cpus: expect.any(String) },
    });
    // The image of ours brings its own.
    const isOurs = ours.some((one) => one.name === name);
    expect(isOurs || service['healthcheck'] !== undefined, name).toBe(true);
  }
});

test('nothing but the gateway is published past this machine', () => {
  for (const { name, service } of services) {
    for (const port of words(service['ports'])) {
      expect(name === 'gateway' || port.startsWith('127.0.0.1:'), `${name} ${port}`).toBe(true);
    }
  }
});

test('every secret of compose.yaml is one that make-secrets.sh makes, and no password is written', () => {
  const script = readRoot('deploy/make-secrets.sh');
  for (const name of Object.keys(mapping(compose['secrets']))) expect(script).toContain(name);
  for (const { service } of services) {
    for (const [key, value] of Object.entries(mapping(service['environment']))) {
      if (/PASSWORD|SECRET|TOKEN/.test(key)) {
        expect(String(value)).toMatch(/^\/(run\/secrets|var\/lib\/evertill)\//);
      }
    }
  }
});

test('every file that compose.yaml mounts is there', () => {
  const made = /^\.\/deploy\/(certificates|secrets)$/;
  const mounted = services.flatMap(({ service }) =>
    words(service['volumes'])
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((file) => file.startsWith('./')),
  );
  const files = new Set(filesBelow('deploy', ''));
  const isThere = (file: string): boolean =>
    [...files].some((one) => `./${one}` === file || `./${one}`.startsWith(`${file}/`));
  expect(mounted.filter((file) => !made.test(file) && !isThere(file))).toEqual([]);
  expect(root).not.toBe('');
});

test('every YAML file below deploy/ is one', () => {
  const files = filesBelow('deploy', '.yml', '.yaml').filter(
    (file) => !file.includes('/templates/'),
  );
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) expect(mapping(readYaml(file))).not.toEqual({});
});
