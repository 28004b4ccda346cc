/** The shop's registers, and the operations that wait for a person. */
import type { OutputOf, orders } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';

type Parked = OutputOf<typeof orders.listParked>['items'][number];

const registerList = {
  from: 'orders.registers g',
  columns: 'g.*',
  tenantColumn: 'g.tenant_id',
  orderings: { name: { sql: 'g.name', type: 'text' } },
  tieBreak: { sql: 'g.register_id', type: 'uuid' },
  defaultOrdering: 'name',
} satisfies Omit<ListSource, 'where'>;

export function listRegisters({ database }: ReadNeeds): TenantUseCase<typeof orders.listRegisters> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        // The server's own is not one that anybody stands at.
        ["g.kind = 'COUNTER'", undefined] as const,
        whenGiven('g.name ILIKE ?', searchPattern(query.search)),
      ];
      const { rows, ...page } = await readPage(tx, { ...registerList, where }, query);
      const items = rows.map((row) => ({
        registerId: row['register_id'] as string,
        name: row['name'] as string,
        location: row['location_id'] as string | null,
        epoch: row['epoch'] as number,
        lastSeq: row['last_seq'] as number,
        isEnrolled: row['device_key_hash'] !== null,
        createdAt: (row['created_at'] as Date).toISOString(),
      }));
      return { ...page, items };
    });
}

const parkedList = {
  from: 'orders.unbooked_operations u JOIN orders.registers g USING (tenant_id, register_id)',
  columns: 'u.*, g.name AS register_name',
  tenantColumn: 'u.tenant_id',
  orderings: { seq: { sql: 'u.seq', type: 'bigint' } },
  // The same operation may wait under the same number of two registers, or of two epochs.
  tieBreak: { sql: "concat_ws(':', u.operation_id, u.register_id, u.epoch)", type: 'text' },
  defaultOrdering: '-seq',
} satisfies Omit<ListSource, 'where'>;

export function listParked({ database }: ReadNeeds): TenantUseCase<typeof orders.listParked> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ["u.outcome <> 'DUPLICATE'", undefined] as const,
        // What was booked since, or decided about, waits for nobody.
        [
          'orders.still_waits(u.tenant_id, u.register_id, u.operation_id, u.body_hash)',
          undefined,
        ] as const,
        whenGiven('u.register_id = ?', query.registerId),
      ];
      const { rows, ...page } = await readPage(tx, { ...parkedList, where }, query);
      const items = rows.map((row) => ({
        id: row['operation_id'] as string,
        registerId: row['register_id'] as string,
        registerName: row['register_name'] as string,
        epoch: row['epoch'] as number,
        seq: row['seq'] as number,
        kind: row['kind'] as string,
        outcome: row['outcome'] as Parked['outcome'],
        code: row['code'] as string,
        detail: (row['detail'] as string).slice(0, 1000).toWellFormed(),
        bodyHash: row['body_hash'] as string,
        body: row['body'] as string,
        occurredAt: (row['occurred_at'] as Date).toISOString(),
        receivedAt: (row['received_at'] as Date).toISOString(),
      }));
      return { ...page, items };
    });
}
