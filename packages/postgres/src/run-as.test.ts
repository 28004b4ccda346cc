/** How a root user's server runs: as somebody else, and with no more rights than it needs. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanUp, newHome, open, Opener, postmasterPid, query } from '../test/homes.ts';
import { findBinaries } from './binaries.ts';
import { isRoot } from './is-root.ts';
import { preparePlaces } from './places.ts';
import { chooseRunAs } from './run-as.ts';

afterEach(cleanUp);

function rightsOf(home: string): { uid: number; capabilities: string; mayGrow: boolean } {
  const text = readFileSync(`/proc/${postmasterPid(home)}/status`, 'utf8');
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '';
  const [effective, bounding] = [field('CapEff'), field('CapBnd')];
  return {
    uid: Number(field('Uid')),
    capabilities: BigInt(`0x${effective}`).toString(16),
    mayGrow: effective !== bounding && field('NoNewPrivs') !== '1',
  };
}

const capabilitiesOfDocker =
  'chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,' +
  'sys_chroot,mknod,audit_write,setfcap';

const allowing = (names: string): string[] => {
  const list = names.split(',').map((name) => `+${name}`);
  return ['setpriv', `--bounding-set=-all,${list.join(',')}`, `--inh-caps=-all`];
};

describe.runIf(isRoot && process.platform === 'linux')('as root, the server', () => {
  test('may pass and read, not write, when the home lies in a private directory', async () => {
    const home = newHome();
    const { url } = await open(home);
    const rights = rightsOf(home);
    expect(rights).toMatchObject({ capabilities: '4', mayGrow: false });
    expect(rights.uid).toBeGreaterThan(0);
    const writing = query(url, `COPY (SELECT 1) TO '${join(home, 'stolen')}'`);
    await expect(writing).rejects.toThrow(/Permission denied/);
  });

  test('has no capability at all when it can get at everything without', async () => {
    const home = newHome();
    chmodSync(join(home, '..'), 0o711);
    await open(home);
    expect(rightsOf(home).capabilities).toBe('0');
  });

  test('starts under what Docker leaves to root', async () => {
    const home = newHome();
    const opener = new Opener(home, { prefix: allowing(capabilitiesOfDocker) });
    const { url } = await opener.told('open');
    expect(rightsOf(home)).toMatchObject({ capabilities: '2', mayGrow: false });
    await query(url, 'SELECT 1');
    await opener.stop();
    expect(postmasterPid(home)).toBeUndefined();
  });

  test('may be installed in a private directory too, with its programs and libraries', async () => {
    const places = preparePlaces(newHome());
    const found = findBinaries();
    const copy = join(places.root, 'native');
    execFileSync('cp', ['-a', dirname(dirname(found.initdb)), copy]);
    chmodSync(join(places.root, '..', '..'), 0o700);
    const inCopy = (path: string): string => join(copy, 'bin', basename(path));
    const binaries = { ...found, initdb: inCopy(found.initdb), postgres: inCopy(found.postgres) };
    const { prefix } = await chooseRunAs(binaries, places);
    expect(prefix).toContain('--ambient-caps=-all,+dac_read_search');
  });

  test('is refused in words when nothing can be done', async () => {
    const opener = new Opener(newHome(), { prefix: allowing('chown,setgid,setuid,kill') });
    const { code, message } = await opener.told('fault');
    expect(code).toBe('root_refused');
    expect(message).toMatch(/refuses to run as root.*Start Evertill as an ordinary user/);
  });
});
