/** Operations of the module audit. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { instant, sha256, text, uuid, whole } from './wire-types.ts';

export const audit = {
  listEntries: operation({
    name: 'audit.listEntries',
    http: { method: 'GET', path: '/api/audit-logs/' },
    summary: 'The audit log: who did what, when, before and after. Append-only, hash-chained.',
    access: { kind: 'user', capability: 'audit_view' },
    input: listQuery(['created_at', 'seq'], {
      chainId: text(80).optional(),
      action: text(60).optional(),
      objectId: text(80).optional(),
    }),
    output: listOf(
      z.strictObject({
        auditLogId: uuid(),
        chainId: text(80),
        seq: whole(1),
        action: text(60),
        modelName: text(60),
        objectId: text(80),
        user: uuid().nullable(),
        reason: text(500),
        data: z.record(z.string(), z.unknown()),
        hash: sha256(),
        previousHash: sha256(),
        createdAt: instant(),
      }),
    ),
    isList: true,
    refusals: ['input_invalid'],
  }),
};
