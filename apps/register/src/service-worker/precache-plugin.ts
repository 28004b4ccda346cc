/**
 * The last step of a build: writes into the service worker which files the build is made of, and
 * the hash of each.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { Precache, PrecachedFile } from './precache.ts';

const FILE = 'service-worker.js';
const PAGE = 'index.html';
const PLACE = '__PRECACHE__';
/** What reads the camera's pictures: a megabyte that only those load who use the camera. */
const LATE = '.wasm';
/** What only a shop of apps looks at. */
const SHOWN = 'screenshots/';
const hashed = /-[\w-]{8,}\.\w+$/;

export function precachePlugin(): Plugin {
  return {
    name: 'evertill-precache',
    apply: 'build',
    buildStart() {
      const id = fileURLToPath(new URL('main.ts', import.meta.url));
      this.emitFile({ type: 'chunk', id, fileName: FILE });
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir = '' }) {
        const file = path.join(dir, FILE);
        const script = await readFile(file, 'utf8');
        if (!script.includes(PLACE)) throw new Error(`${FILE} has no place for its files`);
        const precache = JSON.stringify(await precacheOf(dir));
        await writeFile(
          file,
          script.replaceAll(PLACE, () => precache),
        );
      },
    },
  };
}

/** Every file under a folder but the service worker itself. */
async function precacheOf(folder: string): Promise<Precache> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name !== FILE && !/\.(?:map|gz|br)$/.test(name) && !name.startsWith(SHOWN))
    .sort();
  const files = await Promise.all(
    names.map(async (name): Promise<PrecachedFile> => {
      const digest = createHash('sha256').update(await readFile(path.join(folder, name)));
      return {
        path: name === PAGE ? '' : name,
        integrity: `sha256-${digest.digest('base64')}`,
        isHashed: hashed.test(name),
        isLate: name.endsWith(LATE),
      };
    }),
  );
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  return { version, files };
}
