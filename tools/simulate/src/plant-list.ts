/** Bugs that registers have had: each a change to one file of the engine, and where it shows. */

import { WITHOUT_LOCK } from './lock-watch.ts';

export interface Plant {
  readonly name: string;
  /** In packages/sync/src. */
  readonly file: string;
  /** What stands there, once, and what stands there instead. */
  readonly edits: readonly (readonly [good: string, bad: string])[];
  /** A run that meets it; others may too. */
  readonly seed: number;
  /** Words of the check that has to find it, where another one may come first, or by chance. */
  readonly foundAs?: string;
}

export const plants: readonly Plant[] = [
  {
    name: 'new-id-on-retry',
    file: 'take-batch.ts',
    edits: [['seq: place.seq, id, kind', 'seq: place.seq, id: crypto.randomUUID(), kind']],
    seed: 1,
  },
  {
    name: 'ordered-by-clock',
    file: 'take-batch.ts',
    edits: [
      [
        'return fitting === -1 ? queued',
        'queued.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));\n' +
          '  return fitting === -1 ? queued',
      ],
      ['const queued = await', 'const queued: any[] = await'],
    ],
    seed: 1,
  },
  {
    name: 'dropped-on-5xx',
    file: 'pushing.ts',
    edits: [
      [
        '  const [first] = batch;\n  if (batch.length > 1 && mayBeTooMuch',
        `  if (trouble.kind === 'strange' && trouble.status >= 500) {
    await needs.journal.write(async (tx) => { for (const { id } of batch) await tx.remove(id); });
  }
  const [first] = batch;\n  if (batch.length > 1 && mayBeTooMuch`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'settled-before-sent',
    file: 'pushing.ts',
    edits: [
      [
        'const reply = await needs.server.push({',
        `const atMs = needs.world.nowMs();
    await needs.journal.write(async (tx) => {
      for (const one of batch) {
        await tx.put({ ...one, fate: { kind: 'settled', atMs, outcome: 'APPLIED', flags: [] } });
      }
    });
    const reply = await needs.server.push({`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'portal-believed',
    file: 'pushing.ts',
    edits: [
      [
        '  const [first] = batch;\n  if (batch.length > 1 && mayBeTooMuch',
        `  if (trouble.kind === 'strange' && trouble.status === 200) {
    await needs.journal.write(async (tx) => {
      for (const one of batch) {
        await tx.put({ ...one, fate: { kind: 'settled', atMs: 0, outcome: 'APPLIED', flags: [] } });
      }
    });
  }
  const [first] = batch;\n  if (batch.length > 1 && mayBeTooMuch`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'acknowledged-before-complete',
    file: 'record.ts',
    edits: [
      [
        'return needs.journal.write((tx) => writeDraft(tx, needs, draft));',
        `return new Promise((resolve, reject) => {
    needs.journal
      .write(async (tx) => resolve(await writeDraft(tx, needs, draft)))
      .catch(reject);
  });`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'volatile-queue',
    file: 'record.ts',
    edits: [['  await tx.put(operation);\n', '']],
    seed: 1,
  },
  {
    name: 'receipts-by-counting',
    file: 'record.ts',
    edits: [
      [
        'numbered(head, needs, draft)',
        "numbered({ ...head, receipts: await tx.count('queued') }, needs, draft)",
      ],
    ],
    seed: 1,
  },
  {
    name: 'sequence-apart',
    file: 'record.ts',
    edits: [
      [
        'return needs.journal.write((tx) => writeDraft(tx, needs, draft));',
        `return needs.journal
    .write(async (tx) => {
      const head = await tx.head();
      await tx.putHead({ ...head, seq: head.seq + 1 });
    })
    .then(() => needs.journal.write((tx) => writeDraft(tx, needs, draft)));`,
      ],
      [
        'place: { epoch: epochOf(head), seq: head.seq + 1 }',
        'place: { epoch: epochOf(head), seq: head.seq }',
      ],
      ['{ ...head, seq: head.seq + 1, receipts }', '{ ...head, receipts }'],
    ],
    seed: 1,
  },
  {
    name: 'oldest-forgotten',
    file: 'record.ts',
    edits: [
      [
        '  await tx.put(operation);\n',
        `  const old = await tx.list({ fate: 'queued' });
  if (old.length > 3) await tx.remove(old[0]!.id);
  await tx.put(operation);\n`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'settled-without-hash',
    file: 'settle.ts',
    edits: [['return result.bodyHash === bodyHash && result.seq', 'return result.seq']],
    seed: 1,
  },
  {
    name: 'settled-by-position',
    file: 'settle.ts',
    edits: [
      ['results.get(operation.id)', 'reply.results[sent.indexOf(operation)]'],
      ['return result.bodyHash === bodyHash && result.seq === place.seq', 'return true'],
    ],
    seed: 1,
  },
  {
    name: 'settled-by-last-seq',
    file: 'settle.ts',
    edits: [
      [
        'if (result === undefined) {',
        `if (operation.place.seq <= reply.lastSeq) {
      await tx.put({ ...operation, fate: { kind: 'settled', atMs: 0, outcome: 'APPLIED', flags: [] } });
    } else if (result === undefined) {`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'parked-blocks-all',
    file: 'settle.ts',
    edits: [
      [
        '  const { operation, now } = answered;\n',
        `  const { operation, now } = answered;
  if (!['APPLIED', 'DUPLICATE'].includes(answered.result.outcome)) return null;\n`,
      ],
    ],
    seed: 1,
  },
  {
    name: 'parked-forgotten',
    file: 'settle.ts',
    edits: [
      [
        "if (fate.kind === 'settled') await freeDependants(tx, answered);",
        "if (fate.kind === 'parked') await tx.remove(now.id);",
      ],
    ],
    seed: 1,
  },
  {
    name: 'suspension-parks',
    file: 'trouble.ts',
    edits: [["  'input_invalid',\n", "  'input_invalid',\n  'tenant_suspended',\n"]],
    seed: 1,
  },
  {
    name: 'retry-storm',
    file: 'backoff.ts',
    edits: [
      ['if (retryAfterMs === null) return jitteredMs;', 'if (retryAfterMs === null) return 1;'],
    ],
    seed: 1,
  },
  {
    name: 'no-lease',
    file: 'engine.ts',
    edits: [
      [
        'lease = holdTabLease({ ...parts, ...tabOf(core) });',
        'lease = holdTabLease({ ...parts, ...tabOf(core) });\n      tabOf(core).onWon();',
      ],
      ['if (lease?.isHeld() === true) happen', 'happen'],
    ],
    seed: 1,
    foundAs: WITHOUT_LOCK,
  },
  {
    name: 'keeps-on-after-steal',
    file: 'engine.ts',
    edits: [
      [
        "      core.fencing = null;\n      core.board.set({ lease: 'elsewhere' });\n" +
          "      happen(core, { event: 'lost' });\n",
        '',
      ],
    ],
    seed: 31,
    foundAs: WITHOUT_LOCK,
  },
  {
    name: 'second-place-not-read',
    file: 'twin-journal.ts',
    edits: [['  if (await isLost(parts)) await copyAll(second, first);\n', '']],
    seed: 1,
  },
  {
    name: 'second-place-not-filled',
    file: 'twin-journal.ts',
    edits: [['      if (left === 0 && waiting.length > 0) await bring(bringWaiting);\n', '']],
    seed: 1,
  },
  {
    name: 'removal-in-one-place',
    file: 'twin-journal.ts',
    edits: [['      steps.push({ remove: id });\n', '']],
    seed: 21,
  },
];
