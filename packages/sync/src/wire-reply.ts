/**
 * What counts as an answer of the server: it has the shape of the contract. A captive portal's
 * page, a proxy's JSON or half an answer has not. Words of a newer server are let through.
 */
import { pullOperations, orders } from '@evertill/contract';
import { z } from 'zod';
import type { Decided, LeaseGiven, PullPage, PushReply } from './server-port.ts';

const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
const count = z.int().min(0);

const pushResult = z.object({
  seq: z.int().min(1),
  id: uuid,
  outcome: z.string().min(1),
  bodyHash: z.string().regex(/^[0-9a-f]{64}$/),
  code: z.string().default(''),
  detail: z.string().default(''),
  flags: z.array(z.string()),
});

const pushReply = z.object({
  registerId: uuid,
  epoch: z.int().min(1),
  lastSeq: count,
  results: z.array(pushResult).min(1),
});

/** Undefined for what is no answer to this push. */
export function readPushReply(value: unknown): PushReply | undefined {
  return pushReply.safeParse(value).data;
}

const leaseReply = z.object({
  registerId: uuid,
  epoch: z.int().min(1),
  fencing: z.int().min(1),
  lastSeq: count,
});

export function readLeaseReply(value: unknown): LeaseGiven | undefined {
  return leaseReply.safeParse(value).data;
}

export function readPullPage(value: unknown): PullPage | undefined {
  return pullOperations.pull.output.safeParse(value).data;
}

export function readEnrolled(value: unknown): z.infer<typeof orders.enrol.output> | undefined {
  return orders.enrol.output.safeParse(value).data;
}

export function readDecided(value: unknown): readonly Decided[] | undefined {
  const answer = orders.findDecided.output.safeParse(value).data;
  return answer?.decisions.map(({ decidedBy: by, operation, decision, reason }) => {
    return { operation, decision, by, reason };
  });
}
