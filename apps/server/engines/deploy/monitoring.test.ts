import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root, run, tools } from './tools.ts';

const { promtool } = tools();
const folder = await mkdtemp(path.join(tmpdir(), 'evertill-monitoring-'));
afterAll(() => rm(folder, { recursive: true }));
await cp(path.join(root, 'deploy', 'prometheus'), folder, { recursive: true });

test('Prometheus reads its configuration, its rules and its alerts', async () => {
  const rules = await run([promtool, 'check', 'rules', 'rules.yml', 'alerts.yml'], { cwd: folder });
  expect(rules).toMatchObject({ code: 0 });
  expect(rules.output).toContain('SUCCESS: 14 rules found');
  const words = ['check', 'config', '--syntax-only', 'prometheus.yml'];
  expect(await run([promtool, ...words], { cwd: folder })).toMatchObject({ code: 0 });
});

test('every alert fires when it should, and is silent when it should', async () => {
  const words = [promtool, 'test', 'rules', 'alerts.test.yml'];
  expect(await run(words, { cwd: folder })).toMatchObject({ code: 0 });
});

test('an alert that waits for something else is noticed', async () => {
  const file = path.join(folder, 'alerts.yml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('up{job="evertill"} == 0', 'up{job="evertill"} == 2'));
  try {
    const words = [promtool, 'test', 'rules', 'alerts.test.yml'];
    const { code, output, errors } = await run(words, { cwd: folder });
    expect(code).toBe(1);
    expect(output + errors).toContain('alertname: ModuleDown');
  } finally {
    await writeFile(file, text);
  }
});
