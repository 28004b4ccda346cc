/**
 * Faults put into the source as it is loaded: which file, which words, which words instead. Data
 * alone, for it is read by a process before anything of the server is.
 */

export interface SourceChange {
  readonly file: string;
  readonly changes: readonly (readonly [from: string, to: string])[];
}

export const plantedSources = {
  fsync_off: [
    {
      file: 'packages/postgres/src/settings.ts',
      changes: [[`fsync: 'on'`, `fsync: 'off'`]],
    },
    {
      file: 'packages/postgres/src/check-durable.ts',
      changes: [[`['fsync', `, `[`]],
    },
  ],
  mark_first: [
    {
      file: 'packages/kernel/src/inbox.ts',
      changes: [
        [
          `      const fresh = await noteSeen(tx, { ...run, events }, options);`,
          `      const fresh = await database.inTransaction({ tenantId: run.tenantId }, (first) =>
        noteSeen(first, { ...run, events }, options));`,
        ],
      ],
    },
  ],
  cursor_first: [
    {
      file: 'packages/kernel/src/relay.ts',
      changes: [
        [
          `    world.reached('relay.read', way);`,
          `    await database.call(
      \`SELECT * FROM \${database.schema}.advance_cursor($1, $2, $3, $4, $5, $6)\`,
      [tenantId, consumer.name, pen.holder, last.place.xid, last.place.id, until()],
    );
    world.reached('relay.read', way);`,
        ],
      ],
    },
  ],
  sale_without_event: [
    {
      file: 'packages/kernel/src/database.ts',
      changes: [
        [`    if (told.length > 0) await writeOutbox(tx, { told, options, tenant });\n`, ''],
        [
          `    if (told.length > 0) options.onTold(tenant.tenantId);`,
          `    if (told.length > 0) {
      options.world.reached('transaction.told', options.schema);
      await client.query(\`BEGIN; SET LOCAL app.tenant_id = '\${tenant.tenantId}'\`);
      await writeOutbox(tx, { told, options, tenant });
      await client.query('COMMIT');
      options.onTold(tenant.tenantId);
    }`,
        ],
      ],
    },
  ],
  answered_unwritten: [
    {
      file: 'modules/orders/src/sale-batch.ts',
      changes: [
        [
          `  const { database } = surroundings;\n  const send`,
          `  const { database } = surroundings;
  const written = runs.map((run) =>
    run.sales.length < 5 ? run : { ...run, sales: run.sales.slice(0, -1) });
  const send`,
        ],
        [
          `callOf(surroundings, tenantId, { runs, bodies })`,
          `callOf(surroundings, tenantId, { runs: written, bodies })`,
        ],
        [
          `  const answers = answersOf(row, runs);\n  const hasTold`,
          `  const answers = answersOf(row, written).map((one, place) =>
    written[place] === runs[place] ? one : {
      ...one,
      lastSeq: one.lastSeq + 1,
      outcomes: [...one.outcomes, 'APPLIED'],
      codes: [...one.codes, ''],
      flags: [...one.flags, []],
    });
  const hasTold`,
        ],
      ],
    },
  ],
  price_recomputed: [
    {
      file: 'modules/orders/src/book-sales.ts',
      changes: [
        [
          `  return { operation, facts: subtotalledBy(facts, book), flags, couponLimits };`,
          `  const totalMinor = facts.lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const changeMinor = facts.changeMinor + facts.totalMinor - totalMinor;
  const wrong = flags.includes('total_differs');
  return {
    operation,
    facts: subtotalledBy(wrong ? { ...facts, totalMinor, changeMinor } : facts, book),
    flags,
    couponLimits,
  };`,
        ],
      ],
    },
  ],
  unchained_audit: [
    {
      file: 'modules/audit/src/chain.ts',
      changes: [
        [
          `previousHash: head.hash, hash: sha256Hex(head.hash + payload)`,
          `previousHash: sha256Hex(fact.chainId), hash: sha256Hex(sha256Hex(fact.chainId) + payload)`,
        ],
      ],
    },
  ],
  session_without_refunds: [
    {
      file: 'modules/orders/src/sessions/session-sums.ts',
      changes: [
        [
          `refunds: returnedOf(await one(refundedSql)),`,
          `refunds: returnedOf({ count: 0, tax: 0, total: 0 }),`,
        ],
        [`SELECT p.method, 0, p.amount_minor FROM back r`, `SELECT p.method, 0, 0 FROM back r`],
      ],
    },
  ],
  refund_uncapped: [
    {
      file: 'modules/orders/src/refund-facts.ts',
      changes: [
        [
          `    if (quantityMilli > leftMilli) {\n      flags.add('refund_exceeds_sale');`,
          `    if (quantityMilli > leftMilli) {`,
        ],
      ],
    },
    {
      file: 'modules/orders/src/book-refund.ts',
      changes: [[`    if (sale.is_overpaid) flags.add('refund_exceeds_sale');\n`, '']],
    },
  ],
  tenant_guard_removed: [
    {
      file: 'modules/orders/src/sale-reads.ts',
      changes: [[`WHERE s.tenant_id = $1 AND s.sale_id = $2`, `WHERE $1 <> '' AND s.sale_id = $2`]],
    },
  ],
  shared_cursor: [
    {
      file: 'apps/server/src/assemble.ts',
      changes: [
        [
          `    relays.set(name, makeRelay({ database, consumers, world, log, listTenants, traces }));`,
          `    let advances = 0;
    const counting: Database = {
      ...database,
      call: async (sql, values) => {
        const rows = await database.call(sql, values);
        if (sql.includes('advance_cursor')) advances += 1;
        return rows as never;
      },
    };
    relays.set(name, makeRelay({ database: counting, consumers, world, log, listTenants, traces }));
    const rest = (resolve: () => void) => world.scheduler.after(20, resolve);
    const stalling: Database = {
      ...database,
      call: async (sql, values) => {
        const seen = advances;
        let waits = sql.includes('advance_cursor') ? 100 : 0;
        for (; waits > 0 && advances < seen + 2; waits -= 1) await new Promise<void>(rest);
        return database.call(sql, values);
      },
    };
    const second = makeRelay({ database: stalling, consumers, world, log, listTenants, traces });
    const first = relays.get(name) as Relay;
    relays.set(name, {
      source: name,
      wake: (tenantId) => {
        first.wake(tenantId);
        second.wake(tenantId);
      },
      drain: async () => {
        await Promise.all([first.drain(), second.drain()]);
      },
      start: () => {
        first.start();
        second.start();
      },
      stop: async () => {
        await Promise.all([first.stop(), second.stop()]);
      },
    });`,
        ],
      ],
    },
  ],
} as const satisfies Readonly<Record<string, readonly SourceChange[]>>;

export type PlantedSource = keyof typeof plantedSources;
