/**
 * Who the server runs as. PostgreSQL refuses root, so a root user's server runs as `postgres`, or
 * `nobody` where there is no such user.
 *
 * The home and the program may lie under a directory that such a user cannot walk through: /root is
 * one, and our default home is there. Then the server keeps one capability of root's, to pass and
 * read but not to write: every other one is dropped for good. See the README.
 */
import { readFileSync, statSync } from 'node:fs';
import type { Binaries } from './binaries.ts';
import { PostgresFault } from './fault.ts';
import { isRoot } from './is-root.ts';
import type { Places } from './places.ts';
import { runProgram } from './run-program.ts';

export interface Owner {
  uid: number;
  gid: number;
}

export interface RunAs {
  /** Undefined when the server runs as whoever we are. */
  owner: Owner | undefined;
  /** Put before the program and its arguments. */
  prefix: readonly string[];
}

export async function chooseRunAs(binaries: Binaries, places: Places): Promise<RunAs> {
  if (!isRoot) return { owner: undefined, prefix: [] };
  const owner = ownerOfData(places) ?? findServerUser();
  if (owner === undefined) {
    const message =
      'PostgreSQL refuses to run as root, and this machine has no user "postgres" or "nobody" ' +
      'to run it as. Start Evertill as an ordinary user, or create the user postgres.';
    throw new PostgresFault('root_refused', message);
  }
  const answers: string[] = [];
  for (const prefix of prefixesFor(owner)) {
    const runAs = { owner, prefix };
    const answer = await tryOut(runAs, binaries, places);
    if (answer === undefined) return runAs;
    answers.push(answer);
  }
  throw refusal(owner, binaries, places, answers);
}

/** A cluster keeps its owner, so that a user who appears later does not change anything. */
function ownerOfData(places: Places): Owner | undefined {
  const found = statSync(places.data, { throwIfNoEntry: false });
  if (found === undefined || found.uid === 0) return undefined;
  return { uid: found.uid, gid: found.gid };
}

function findServerUser(): Owner | undefined {
  const rows = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = rows.find((row) => row.startsWith(`${name}:`))?.split(':');
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return undefined;
}

/** From no capability to the strongest that still helps. Docker grants root only the last. */
function prefixesFor(owner: Owner): string[][] {
  if (process.platform !== 'linux') return [[]];
  return [[], withCapability(owner, 'dac_read_search'), withCapability(owner, 'dac_override')];
}

function withCapability({ uid, gid }: Owner, capability: string): string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    `--bounding-set=-all,+${capability}`,
    // Without this bit access(2) leaves capabilities out for anybody but root, and PostgreSQL asks
    // access(2) whether its own program may be run.
    '--securebits=+no_setuid_fixup',
    '--no-new-privs',
  ];
}

/** Undefined when a server would get at all it needs, otherwise what went wrong. */
async function tryOut(
  runAs: RunAs,
  binaries: Binaries,
  places: Places,
): Promise<string | undefined> {
  const script = 'cd "$1" && exec "$2" --show -D "$1/none"';
  const result = await runProgram({
    runAs,
    program: '/bin/sh',
    arguments: ['-c', script, 'sh', places.root, binaries.initdb],
    cwd: '/',
  });
  return result.code === 0 ? undefined : result.output.trim().split('\n').at(-1);
}

function refusal(
  owner: Owner,
  binaries: Binaries,
  places: Places,
  answers: string[],
): PostgresFault {
  const message =
    `PostgreSQL refuses to run as root, and user ${owner.uid}, whom it would run as instead, ` +
    `cannot get at ${places.root} or ${binaries.postgres}. Start Evertill as an ordinary user, ` +
    `or use a home and a program directory that everybody may pass through (chmod o+x on each ` +
    `directory above), or install setpriv (util-linux). Tried: ${answers.join(' | ')}`;
  return new PostgresFault('root_refused', message);
}
