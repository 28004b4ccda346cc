/**
 * Brings Pebble, Let's Encrypt's own ACME server for tests, at the version we test with. It is a Go
 * program: `go install` builds it, once, into a folder that npm throws away with its cache.
 *
 * It is built aside and renamed, so that a run that was killed leaves nothing that looks whole.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathWithGo } from './path-with-go.mjs';
import { capture, tell } from './run.mjs';

const VERSION = 'v2.10.1';
const SOURCE = `github.com/letsencrypt/pebble/v2/cmd/pebble@${VERSION}`;

/** The folder that holds the program `pebble`. Throws, in words, where it cannot be built. */
export async function bringPebble(cache) {
  const folder = join(cache, `pebble-${VERSION}`);
  const program = process.platform === 'win32' ? 'pebble.exe' : 'pebble';
  if (existsSync(join(folder, program))) return folder;
  tell(`building ${SOURCE}`);
  const making = join(cache, `making-pebble-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    const env = { ...process.env, GOBIN: making, PATH: pathWithGo() };
    const ended = await capture(['go', 'install', SOURCE], { env, cwd: making });
    if (ended.code !== 0) {
      throw new Error(
        `Go is needed, to build the ACME server for tests (go.dev):\n${ended.output}`,
      );
    }
    mkdirSync(folder, { recursive: true });
    renameSync(join(making, program), join(folder, program));
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
