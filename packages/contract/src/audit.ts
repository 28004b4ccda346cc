/** Operations of the module audit. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { instant, sentInstant, sha256, text, uuid, whole } from './wire-types.ts';

const entryView = z.strictObject({
  auditLogId: uuid(),
  chainId: text(80),
  seq: whole(1),
  action: text(60),
  modelName: text(60),
  objectId: text(80),
  user: uuid().nullable(),
  reason: text(500),
  /** How it stood before and after, as far as the action changed something that stood. */
  beforeData: z.record(z.string(), z.unknown()).nullable(),
  afterData: z.record(z.string(), z.unknown()).nullable(),
  /** All that was told of it, the two above included. */
  data: z.record(z.string(), z.unknown()),
  hash: sha256(),
  previousHash: sha256(),
  occurredAt: instant(),
  createdAt: instant(),
});
export type AuditEntryView = z.infer<typeof entryView>;

const verification = z.strictObject({
  chains: z.array(
    z.strictObject({
      chainId: text(80),
      entries: whole(0),
      /** Write it down elsewhere: a chain that was cut short is found by it. */
      headHash: sha256(),
      isWhole: z.boolean(),
      /** The first entry that is not what it was, or does not follow the one before. */
      firstBreachSeq: whole(1).nullable(),
    }),
  ),
  isWhole: z.boolean(),
});

export const audit = {
  listEntries: operation({
    name: 'audit.listEntries',
    http: { method: 'GET', path: '/api/audit-logs/' },
    summary: 'The audit log: who did what, when, before and after. Append-only, hash-chained.',
    access: { kind: 'user', capability: 'audit_view' },
    input: listQuery(['created_at', 'seq'], {
      search: text(100).optional(),
      chainId: text(80).optional(),
      action: text(60).optional(),
      modelName: text(60).optional(),
      objectId: text(80).optional(),
      user: uuid().optional(),
      occurredAfter: sentInstant().optional(),
      occurredBefore: sentInstant().optional(),
    }),
    output: listOf(entryView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findEntry: operation({
    name: 'audit.findEntry',
    http: { method: 'GET', path: '/api/audit-logs/{audit_log_id}/' },
    summary: 'One entry of the audit log.',
    access: { kind: 'user', capability: 'audit_view' },
    input: z.strictObject({ auditLogId: uuid() }),
    output: entryView,
    refusals: ['input_invalid', 'not_found'],
  }),
  listChains: operation({
    name: 'audit.listChains',
    http: { method: 'GET', load: 'heavy', path: '/api/audit-logs/verify/' },
    summary: 'Computes every chain anew and says whether each is whole.',
    access: { kind: 'user', capability: 'audit_view' },
    input: z.strictObject({ chainId: text(80).optional() }),
    output: verification,
    timeoutMs: 60_000,
    mayLag: true,
    refusals: ['input_invalid'],
  }),
};
