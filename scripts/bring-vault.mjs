/**
 * Brings HashiCorp Vault at the version we test with, built by Go, once, into a folder that npm
 * throws away with its cache. Its module replaces parts of itself, which `go install` refuses, so a
 * small program of ours (vault-for-tests/) requires it. The parts that it replaces come as they are
 * published, a little older, and three lines of a copy are bent to them.
 *
 * It is built aside and renamed, so that a run that was killed leaves nothing that looks whole; and
 * it lies under what it was made of, so that a change here is not answered with the one before it.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathWithGo } from './path-with-go.mjs';
import { capture, tell } from './run.mjs';

const VERSION = 'v1.21.4';
const MODULE = 'github.com/hashicorp/vault';

const bent = [
  [
    'builtin/logical/transit/path_restore.go',
    'restoredKeyName, err := b.lm.RestorePolicy(',
    'restoredKeyName, err := keyName, b.lm.RestorePolicy(',
  ],
  [
    'vault/identity_store.go',
    'ActivationFunc: iStore.activateDeduplication,',
    'ActivationFunc: func(c context.Context, r *logical.Request, _ string) error {\n' +
      '\t\t\treturn iStore.activateDeduplication(c, r)\n\t\t},',
  ],
  [
    'vault/logical_system_activation_flags.go',
    'ActivationFunc(ctx, nil)',
    'ActivationFunc(ctx, nil, "")',
  ],
];

const own = fileURLToPath(import.meta.url);
const source = join(dirname(own), 'vault-for-tests');

/** The program. Throws, in words, where it cannot be built. */
export async function bringVault(cache) {
  const name = process.platform === 'win32' ? 'vault.exe' : 'vault';
  const program = join(cache, `vault-${VERSION}-${markOf(source)}`, name);
  if (existsSync(program)) return program;
  tell(`building ${MODULE} ${VERSION}, which takes some minutes`);
  const making = join(cache, `making-vault-${process.pid}`);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  try {
    cpSync(source, making, { recursive: true });
    const options = { cwd: making, env: { ...process.env, PATH: pathWithGo(), CGO_ENABLED: '0' } };
    await go(['mod', 'download', MODULE], options);
    const folder = await go(['list', '-mod=mod', '-m', '-f', '{{.Dir}}', MODULE], options);
    bend(folder.trim(), join(making, 'vault'));
    await go(['mod', 'edit', '-replace', `${MODULE}=./vault`], options);
    const words = ['build', '-mod=mod', '-trimpath', '-tags', 'minimal', '-ldflags', '-s -w'];
    await go([...words, '-o', join(making, 'built'), '.'], options);
    mkdirSync(dirname(program), { recursive: true });
    renameSync(join(making, 'built'), program);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}

/** Another one whenever our own part of what is built is another. */
function markOf(folder) {
  const hash = createHash('sha256').update(readFileSync(own));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}

async function go(words, options) {
  const ended = await capture(['go', ...words], options);
  if (ended.code === 0) return ended.output;
  throw new Error(`Go 1.25.3 is needed, to build Vault for tests (go.dev):\n${ended.output}`);
}

/** What Go keeps of a module may not be written to. */
function bend(from, to) {
  cpSync(from, to, { recursive: true });
  makeWritable(to);
  for (const [path, old, anew] of bent) {
    const file = join(to, path);
    const text = readFileSync(file, 'utf8');
    if (!text.includes(old)) throw new Error(`${path} of Vault is not as we know it`);
    writeFileSync(file, text.replace(old, anew));
  }
}

function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(path);
    else chmodSync(path, 0o644);
  }
}
