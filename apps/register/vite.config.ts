/** How the till is built: files with a hash in their names, and a page that only names them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { precachePlugin } from './src/service-worker/precache-plugin.ts';

/** Beside each file of text its compressed twins, so that no request compresses it again. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = path.resolve(root, build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|webmanifest)$/.test(name)) continue;
        const file = path.join(folder, name);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(bytes));
        writeFileSync(`${file}.br`, brotliCompressSync(bytes));
      }
    },
  };
}

/** What the browser shows of the app before it is installed: pictures that the docs have, too. */
function screenshots(): Plugin {
  return {
    name: 'screenshots',
    apply: 'build',
    generateBundle() {
      const manifest = path.join(import.meta.dirname, 'public', 'manifest.webmanifest');
      const shown = JSON.parse(readFileSync(manifest, 'utf8')) as {
        readonly screenshots: readonly { readonly src: string }[];
      };
      for (const { src: fileName } of shown.screenshots) {
        const picture = path.join(
          import.meta.dirname,
          '../../docs/register',
          path.basename(fileName),
        );
        this.emitFile({ type: 'asset', fileName, source: readFileSync(picture) });
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/register/',
  plugins: [screenshots(), precachePlugin(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The server's content policy lets no page carry its data in its own text.
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  worker: { format: 'es' },
});
