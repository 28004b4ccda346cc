import { moduleNames } from '@evertill/kernel';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { askedOf, root, run, tools } from './tools.ts';

const { check } = tools();
const file = path.join(root, 'compose.yaml');

interface Serving {
  readonly command: readonly string[] | null;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const projectOf = (
  ...profiles: readonly string[]
): Promise<{ services: Record<string, Serving> }> => askedOf([check, 'compose', file, ...profiles]);

test('the small profile is one process, its migration and PostgreSQL', async () => {
  const { services } = await projectOf('small');
  expect(Object.keys(services).sort()).toEqual(['evertill', 'migrate', 'postgres']);
});

test('each module waits for the migration, has a root of its own to read, and no rights', async () => {
  const { services } = await projectOf('modules');
  for (const name of moduleNames) {
    expect(services[name], name).toMatchObject({
      command: ['serve', name],
      read_only: true,
      cap_drop: ['ALL'],
      depends_on: {
        migrate: { condition: 'service_completed_successfully' },
        kafka: { condition: 'service_healthy' },
      },
    });
  }
});

test('every profile stands by itself, and all of them together', async () => {
  const profiles = ['small', 'modules', 'observe', 'logs', 'traces'];
  for (const profile of profiles) await projectOf(profile);
  const { services } = await projectOf(...profiles);
  expect(Object.keys(services)).toEqual(
    expect.arrayContaining(['gateway', 'kafka', 'redis', 'openbao', 'prometheus', 'grafana']),
  );
});

test('a key that Compose does not know, and a service that is not there, are noticed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-compose-'));
  try {
    const text = await readFile(file, 'utf8');
    const other = path.join(folder, 'compose.yaml');
    await writeFile(other, text.replace('stop_grace_period: 60s', 'stop_grace: 60s'));
    expect((await run([check, 'compose', other])).errors).toContain('stop_grace');
    await writeFile(other, text.replaceAll('postgres: { condition', 'postgers: { condition'));
    expect((await run([check, 'compose', other])).errors).toContain('postgers');
  } finally {
    await rm(folder, { recursive: true });
  }
});
