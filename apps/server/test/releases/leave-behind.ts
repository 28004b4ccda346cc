/**
 * Makes what an installation of this version leaves behind: a backup of it, and a register with a
 * queue that is half sent. Run once at a release, and kept; upgrade.test.ts goes on from it.
 *
 *   node apps/server/test/releases/leave-behind.ts apps/server/test/releases/0.1.0
 */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import { refundBodyOf, saleBodyOf } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readDemoFile } from '../../src/demo.ts';
import { runCommand, startServer } from '../server-process.ts';

const [, , target = ''] = process.argv;
if (target === '') throw new Error('where to? a path without an ending');
const home = mkdtempSync(path.join(tmpdir(), 'evertill-release-'));
const environment = { EVERTILL_HOME: home, DATABASE_URL: '' };

interface Asked {
  readonly token?: string;
  readonly key?: string;
  readonly body?: unknown;
}

try {
  const server = await startServer({ words: ['serve', '--port', '0'], environment });
  const tenant = readDemoFile(home)?.tenants[0];
  if (tenant === undefined) throw new Error('the demo made no shop');
  const ask = async (method: string, route: string, { token, key, body }: Asked = {}) => {
    const response = await fetch(new URL(route, server.url), {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'x-register-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${route}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const { access: token } = await ask('POST', '/api/token/', { body: tenant.owner });
  const enrolled = await ask('POST', '/api/registers/enrol/', {
    token,
    body: { enrolment_code: tenant.enrolment_code },
  });
  const { register_id, device_key: key, epoch } = enrolled;
  const lease = `/api/registers/${String(register_id)}/lease/`;
  const { fencing } = await ask('POST', lease, { token, key, body: {} });
  const made = { sku: 'LEFT-1', name: 'A mug', price: '8.50' };
  const { product_id: product } = await ask('POST', '/api/products/', { token, body: made });
  const found = await ask('GET', '/api/price-books/current/', { token });
  const book = priceBookOf(codecOf(priceBookView).read(found).value as never);
  const saleIds = Array.from({ length: 6 }, () => randomUUID());
  const queue: object[] = saleIds.map((id, index) => ({
    seq: index + 1,
    id,
    kind: 'sale',
    occurred_at: new Date().toISOString(),
    body: saleBodyOf({
      book,
      receiptNumber: `L-${index + 1}`,
      lines: [{ product, unitPriceMinor: 850, quantityMilli: 2000 }],
    }),
  }));
  queue.push({
    seq: 7,
    id: randomUUID(),
    kind: 'refund',
    occurred_at: new Date().toISOString(),
    body: refundBodyOf({
      book,
      receiptNumber: 'L-7',
      saleId: saleIds[1] ?? '',
      line: { product, quantityMilli: 1000, totalMinor: 850, taxMinor: 142 },
    }),
  });
  const register = { register_id, epoch, fencing };
  const operations = queue.slice(0, 3);
  await ask('POST', '/api/sync/push/', { token, key, body: { ...register, operations } });
  await server.stop();
  await runCommand({ words: ['backup', path.resolve(`${target}.backup`)], environment });
  const left = { owner: tenant.owner, tenant_id: tenant.tenant_id, register, key, product, queue };
  writeFileSync(`${target}.json`, `${JSON.stringify(left, null, 2)}\n`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
