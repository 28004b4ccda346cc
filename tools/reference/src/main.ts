/** `npm run docs`: writes docs/reference, the gateway's routes and the types of the client anew. */
import { mkdir, writeFile } from 'node:fs/promises';
import { clientTypes } from './client-types.ts';
import { gatewayFiles } from './gateway.ts';
import { referencePages } from './pages.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(referencePages())) {
  await writeFile(new URL(name, folder), text);
}

for (const [name, text] of Object.entries(gatewayFiles())) {
  await writeFile(new URL(`../../../deploy/gateway/${name}`, import.meta.url), text);
}

const types = new URL('../../../packages/client/src/generated/native.ts', import.meta.url);
await mkdir(new URL('.', types), { recursive: true });
await writeFile(types, await clientTypes());
