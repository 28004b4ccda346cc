import { createDatabase, dropDatabase } from '@evertill/testing';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { root } from './files.ts';

/** What Passenger does to a program, as far as it matters here: a name to listen on, once. */
const passenger = `
const { Server } = require('node:http');
const listen = Server.prototype.listen;
let installed = true;
let count = 0;
globalThis.PhusionPassenger = { configure: ({ autoInstall }) => { installed = autoInstall; } };
Server.prototype.listen = function (where, ...rest) {
  count += 1;
  if (installed || where !== 'passenger' || count > 1) throw new Error('not as Passenger wants it');
  return listen.call(this, 0, '127.0.0.1', () => console.log('passenger', this.address().port));
};`;

test('the startup file serves behind Passenger, and ends when it is asked to', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-cpanel-'));
  const wanted = { name: `cpanel_${process.pid}`, template: 'template1' };
  const database = await createDatabase(inject('postgresUrl'), wanted);
  try {
    const fake = path.join(home, 'passenger.cjs');
    await writeFile(fake, passenger);
    const program = path.join(root, 'deploy', 'cpanel', 'app.cjs');
    const env = { ...process.env, DATABASE_URL: database, EVERTILL_HOME: home };
    const child = spawn(process.execPath, ['--require', fake, program], { env });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let said = '';
    const port = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        said += chunk.toString('utf8');
        const found = /^passenger (\d+)$/m.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      void ended.then((code) => {
        reject(new Error(`it ended with ${String(code)}: ${said}`));
      });
    });
    const ask = (page: string, init?: RequestInit): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}${page}`, init);
    expect(await (await ask('/health/ready')).json()).toEqual({ status: 'ok', unready: [] });
    const refused = await ask('/api/token/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone_number: '+254700000000', password: 'nobody-knows-it' }),
    });
    expect(refused.status).toBe(401);
    // To the server everybody seems to be on its own machine; figures are shown to nobody for that.
    expect((await ask('/metrics')).status).toBe(404);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    await dropDatabase(database);
    await rm(home, { recursive: true, force: true });
  }
});
