import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { genesisOf, linksAfter } from './chain.ts';
import type { Fact } from './chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function fact(reason: string): Fact {
  return {
    tenantId: '018f0000-0000-7000-8000-000000000001',
    chainId: 'register-1',
    auditLogId: '018f0000-0000-7000-8000-0000000000c1',
    eventId: '018f0000-0000-7000-8000-0000000000e1',
    action: 'product.price_changed',
    modelName: 'Product',
    objectId: '018f0000-0000-7000-8000-0000000000b1',
    userId: null,
    reason,
    data: { before: { price: '1.00' }, after: { price: '2.00' } },
    occurredAt: '2026-01-01T12:00:00.000Z',
    createdAt: '2026-01-01T12:00:01.000Z',
  };
}

describe('an audit chain', () => {
  it('begins with its own name, and every hash is over the one before', () => {
    const links = linksAfter(genesisOf('register-1'), [fact('one'), fact('two'), fact('three')]);
    expect(links.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    let previous = sha256('register-1');
    for (const link of links) {
      expect(link.previousHash).toBe(previous);
      expect(link.hash).toBe(sha256(previous + link.payload));
      previous = link.hash;
    }
  });

  it('goes on where it stood, whatever the batches', () => {
    const facts = [fact('one'), fact('two'), fact('three')];
    const [first, ...rest] = linksAfter(genesisOf('register-1'), facts);
    expect(first && linksAfter(first, facts.slice(1))).toEqual(rest);
  });

  it('hashes everything that an entry shows', () => {
    const [link] = linksAfter(genesisOf('register-1'), [fact('one')]);
    expect(JSON.parse(link?.payload ?? '')).toEqual({ ...fact('one'), seq: 1 });
  });
});
