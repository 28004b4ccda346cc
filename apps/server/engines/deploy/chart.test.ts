import { moduleNames, modulePorts } from '@evertill/kernel';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askedOf, root, run, tools } from './tools.ts';

const { check } = tools();
const chart = path.join(root, 'deploy', 'helm', 'evertill');
const folder = await mkdtemp(path.join(tmpdir(), 'evertill-chart-'));
afterAll(() => rm(folder, { recursive: true }));

type Labels = Readonly<Record<string, string>>;

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string }[];
}

interface Pods {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes: readonly {
      readonly name: string;
      readonly secret?: { readonly items: readonly { readonly path: string }[] };
    }[];
  };
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Labels };
  readonly spec: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly template?: Pods;
    readonly ports?: readonly { readonly port: number; readonly targetPort: string }[];
    readonly scaleTargetRef?: { readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
  };
}

async function valuesFile(name: string, text: string): Promise<string> {
  const file = path.join(folder, `${name}.yaml`);
  await writeFile(file, text);
  return file;
}

async function rendered(text = '{}'): Promise<readonly KubernetesObject[]> {
  return askedOf([check, 'helm', chart, await valuesFile('values', text)]);
}

const ofKind = (objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] =>
  objects.filter((one) => one.kind === kind);

const all = `
redis: { enabled: true }
kafka: { brokers: ['kafka:9092'], username: evertill, saslMechanism: SCRAM-SHA-512, tls: true }
serviceMonitor: { enabled: true }
image: { repository: here/evertill, tag: 0.1.0, pullSecrets: [pull] }
settings: { extra: { EVERTILL_PAYMENT_SIMULATOR: 'on' } }
modules: { orders: { replicas: 3, tolerations: [{ key: shops, operator: Exists }] } }
`;

test('every module is a deployment with its service, its scaling and its budget', async () => {
  const objects = await rendered(all);
  for (const name of moduleNames) {
    const own = objects.filter(({ metadata }) => metadata.name === `shop-${name}`);
    expect(own.map(({ kind }) => kind).sort()).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'Service',
    ]);
    const [container] = ofKind(own, 'Deployment')[0]?.spec.template?.spec.containers ?? [];
    expect(container).toMatchObject({
      args: ['serve', name],
      ports: [{ name: 'http', containerPort: modulePorts[name] }],
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    expect(ofKind(own, 'Service')[0]?.spec.ports).toEqual([
      { name: 'http', port: modulePorts[name], targetPort: 'http' },
    ]);
  }
});

test('what selects finds its pods, what is mounted is there, nobody is root', async () => {
  for (const text of [all, 'topology: one\n']) {
    const objects = await rendered(text);
    const deployments = ofKind(objects, 'Deployment');
    for (const { spec, metadata } of [...deployments, ...ofKind(objects, 'Job')]) {
      const pods = spec.template;
      if (pods === undefined) throw new Error(`${metadata.name} has no pods`);
      expect(pods.spec).toMatchObject({ securityContext: { runAsNonRoot: true } });
      expect(pods.metadata.labels).toMatchObject(spec.selector?.matchLabels ?? {});
      const volumes = pods.spec.volumes.map(({ name }) => name).sort();
      const mounts = pods.spec.containers.flatMap(({ volumeMounts }) =>
        volumeMounts.map(({ name }) => name),
      );
      expect(mounts.sort()).toEqual(volumes);
    }
    const labels = deployments.map(({ spec }) => spec.template?.metadata.labels ?? {});
    const finds = (wanted: Labels): boolean =>
      labels.some((one) => Object.entries(wanted).every(([key, value]) => one[key] === value));
    for (const { spec } of ofKind(objects, 'Service')) {
      expect(finds(spec.selector as Labels)).toBe(true);
    }
    for (const { spec } of ofKind(objects, 'PodDisruptionBudget')) {
      expect(finds(spec.selector?.matchLabels ?? {})).toBe(true);
    }
    const names = deployments.map(({ metadata }) => metadata.name);
    for (const { spec } of ofKind(objects, 'HorizontalPodAutoscaler')) {
      expect(names).toContain(spec.scaleTargetRef?.name);
      expect(spec.maxReplicas ?? 0).toBeGreaterThanOrEqual(spec.minReplicas ?? 1);
    }
  }
});

test('one process is one deployment, and the ingress leads to it', async () => {
  const objects = await rendered('topology: one\n');
  expect(ofKind(objects, 'Deployment').map(({ metadata }) => metadata.name)).toEqual([
    'shop-evertill',
  ]);
  expect(JSON.stringify(ofKind(objects, 'Ingress'))).toContain('"name":"shop-evertill"');
});

test('the migration comes first, and keys outlive the chart', async () => {
  const objects = await rendered();
  expect(ofKind(objects, 'Job')[0]?.metadata.annotations).toMatchObject({
    'helm.sh/hook': 'pre-install,pre-upgrade',
  });
  const [claim] = ofKind(objects, 'PersistentVolumeClaim');
  expect(claim?.metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
});

test('where Vault lends log-ins, no server is shown the owner of the database, and the job is', async () => {
  const objects = await rendered(`
vault:
  address: https://vault.example.com:8200
  kubernetesRole: evertill
  database: database
  databaseUrl: postgres://db.example.com:5432/evertill?sslmode=verify-full
`);
  const shown = ({ spec }: KubernetesObject): readonly string[] =>
    spec.template?.spec.volumes.flatMap(({ secret }) =>
      (secret?.items ?? []).map((item) => item.path),
    ) ?? [];
  for (const name of moduleNames) {
    const [deployment] = ofKind(objects, 'Deployment').filter(
      ({ metadata }) => metadata.name === `shop-${name}`,
    );
    if (deployment === undefined) throw new Error(`${name} is not there`);
    expect(shown(deployment)).toEqual(['peer-secret', 'metrics-token']);
    const told = deployment.spec.template?.spec.containers[0]?.env ?? [];
    expect(told).toContainEqual({ name: 'EVERTILL_VAULT_DATABASE', value: 'database' });
    expect(told).toContainEqual({
      name: 'DATABASE_URL',
      value: 'postgres://db.example.com:5432/evertill?sslmode=verify-full',
    });
    expect(told.map((one) => one.name)).not.toContain('DATABASE_URL_FILE');
  }
  const [job] = ofKind(objects, 'Job');
  expect(job === undefined ? [] : shown(job)).toEqual(['database-url']);
});

test('values that cannot be meant are refused', async () => {
  const wrong = [
    'topology: three',
    'image: { repository: x, tag: latest }',
    'defaults: { replicas: 0 }',
    'modules: { tills: {} }',
    'replicas: 3',
    'vault: { databaseUrl: "postgres://owner:secret@db/evertill" }',
  ];
  for (const text of wrong) {
    const words = [check, 'helm', chart, await valuesFile('wrong', text)];
    expect((await run(words)).errors, text).toMatch(/values don't meet the specifications/);
  }
});

test('a field that Kubernetes does not know is noticed', async () => {
  const copy = path.join(folder, 'copy');
  await cp(chart, copy, { recursive: true, dereference: true });
  const file = path.join(copy, 'templates', 'modules.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('enableServiceLinks', 'enableServiceLink'));
  expect((await run([check, 'helm', copy])).errors).toContain('unknown field');
});
