/**
 * Holds back what a till would push, and parks it on the server with reasons that no screen can
 * bring about: as the server would have, had its answer been lost. What the till then hears when it
 * pushes is the server's own first answer, again.
 */
import {
  canonicalBody,
  codecOf,
  isOperationKind,
  operationBodies,
  refusals,
} from '@evertill/contract';
import type { RefusalCode } from '@evertill/contract';
import { tryNow } from '@evertill/rig';
import type { TestShop } from '@evertill/testing';
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Pushed {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly occurred_at: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Push {
  readonly register_id: string;
  readonly epoch: number;
  readonly operations: readonly Pushed[];
}

export interface HeldPushes {
  /** Parks all that waits, in its order, and lets the till push again. */
  readonly parkAll: (shop: TestShop, codeAt: (index: number) => string) => Promise<void>;
}

const PUSH = '**/api/sync/push/';

export async function holdPushes(page: Page): Promise<HeldPushes> {
  let last: Push | undefined;
  await page.route(PUSH, async (route) => {
    last = route.request().postDataJSON() as Push;
    await route.abort();
  });
  return {
    parkAll: async (shop, codeAt) => {
      const waiting = await waitingCount(page);
      await expect
        .poll(async () => {
          await tryNow(page);
          return last?.operations.length;
        })
        .toBe(waiting);
      if (last === undefined) throw new Error('nothing was pushed');
      await park(shop, last, codeAt);
      await page.unroute(PUSH);
      await tryNow(page);
    },
  };
}

async function waitingCount(page: Page): Promise<number> {
  const words = await page.locator('.sync-pill').innerText();
  return Number(/\d+/.exec(words)?.[0] ?? 0);
}

async function park(
  { sql }: TestShop,
  { register_id: register, epoch, operations }: Push,
  codeAt: (index: number) => string,
): Promise<void> {
  for (const [index, operation] of operations.entries()) {
    const { seq, id, kind, occurred_at: at, body } = operation;
    if (!isOperationKind(kind)) throw new Error(`a ${kind} is pushed`);
    const type = operationBodies[kind];
    const text = canonicalBody(type, codecOf(type).read(body).value);
    const hash = createHash('sha256').update(text).digest('hex');
    const code = codeAt(index);
    await sql(
      `INSERT INTO orders.unbooked_operations (tenant_id, register_id, epoch, seq, operation_id,
         kind, outcome, code, detail, body_hash, body, recorded_by, occurred_at, received_at)
       SELECT tenant_id, register_id, $2, $3, $4, $5, $6, $7, '', $8, $9, register_id, $10, $10
       FROM orders.registers WHERE register_id = $1`,
      [register, epoch, seq, id, kind, outcomeOf(code as RefusalCode), code, hash, text, at],
    );
    await sql('UPDATE orders.registers SET last_seq = $2 WHERE register_id = $1', [register, seq]);
  }
}

function outcomeOf(code: RefusalCode): string {
  const { register, status } = refusals[code];
  if (register === 'ask_manager') return 'REJECTED_NEEDS_MANAGER';
  return status === 409 ? 'CONFLICT' : 'REJECTED_TERMINAL';
}
