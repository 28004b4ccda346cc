/** `npm run docs`: writes docs/reference anew. */
import { mkdir, writeFile } from 'node:fs/promises';
import { referencePages } from './pages.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(referencePages())) {
  await writeFile(new URL(name, folder), text);
}
