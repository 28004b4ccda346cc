/** How the till is built: files with a hash in their names, and a page that only names them. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/register/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The server's content policy lets no page carry its data in its own text.
    assetsInlineLimit: 0,
    target: 'es2022',
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
