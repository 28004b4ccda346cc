/**
 * Does what a register's queue asks for, once for each operation id: the effect and the note of it
 * stand or fall together, so that whoever was not answered asks again and gets the first answer.
 * A no is noted as well. What stands for the body's hash is made with the customer's own key, where
 * there is one: to forget the customer is to forget that, too.
 */
import type { InputOf, OutputOf, customers } from '@evertill/contract';
import { Refusal, brokenUnique, refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { bodyMark, hashMark } from './blind-index.ts';
import { consentSaid, detailsSaid, saidOnce, wholeDetails } from './customer-input.ts';
import { indexConstraints, lockCustomer, readCustomer } from './customer-store.ts';
import type { Needs } from './needs.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { openSubjectKey } from './sealed-details.ts';
import { insertSettled, readSettled } from './settled-store.ts';
import type { SettledRow } from './settled-store.ts';
import { refuseTaken, writeChange, writeNew } from './write-customer.ts';
import type { Writing } from './write-customer.ts';
import { writingOf } from './writing-of.ts';

type Asked = InputOf<typeof customers.settleOperation>;
type Answered = OutputOf<typeof customers.settleOperation>;

export function settleOperation(needs: Needs): TenantUseCase<typeof customers.settleOperation> {
  return async (context, asked) => {
    const saidAt = new Date(asked.occurredAt);
    const writing = await writingOf(needs, context, { source: 'REGISTER', saidAt });
    const settled = await settle(needs, writing, asked).catch((error: unknown) =>
      noteRefusal(needs, { context, writing, asked }, error),
    );
    return settled;
  };
}

function settle(needs: Needs, writing: Writing, asked: Asked): Promise<Answered> {
  return needs.database.inTransaction(writing.context, async (tx) => {
    const known = await readSettled(tx, asked.operationId);
    if (known !== undefined) return again(tx, writing, asked, known);
    const { customerId, key } = await effectOf(tx, writing, asked);
    const mark = hashMark(key, asked.bodyHash);
    const note = { operationId: asked.operationId, customerId, code: '', detail: '', mark };
    const at = needs.clock.now();
    await insertSettled(tx, { ...note, isSubjectMark: true, at });
    return { code: '', detail: '', mark };
  });
}

interface Effect {
  readonly customerId: string;
  /** The customer's own. */
  readonly key: Buffer;
}

async function effectOf(tx: Transaction, writing: Writing, asked: Asked): Promise<Effect> {
  const { create, update } = asked;
  refuseForeign(writing.context, (create ?? update)?.userClient);
  if (create !== undefined) return effectOfCreate(tx, writing, asked.operationId, create);
  if (update === undefined) throw new Error('an operation that asks for nothing');
  const { userClient: _, customer, ...said } = update;
  const row = (await lockCustomer(tx, customer)) ?? refuse('not_found');
  if (writing.saidAt !== undefined && writing.saidAt < row.edited_at) refuse('edit_outdated');
  await writeChange(tx, writing, row, { details: detailsSaid(said), consent: consentSaid(said) });
  const { customer_id: customerId } = row;
  const subject = { tenantId: tx.tenantId, customerId };
  return { customerId, key: openSubjectKey(writing.keys, subject, row.sealed_key) };
}

async function effectOfCreate(
  tx: Transaction,
  writing: Writing,
  operationId: string,
  { userClient: _, ...said }: NonNullable<Asked['create']>,
): Promise<Effect> {
  const customerId = operationId.toLowerCase();
  const mark = bodyMark(writing.keys, saidOnce(said));
  const one = { details: wholeDetails(said), consent: consentSaid(said), bodyMark: mark };
  const made = await writeNew(tx, writing, { ...one, customerId });
  if (made !== undefined) return { customerId, key: made };
  // Made before under this id, by the API: the same request, or another one.
  const row = (await readCustomer(tx, customerId)) ?? refuse('id_reused');
  if (row.erased_at !== null) refuse('customer_gone');
  if (row.body_mark !== mark) refuse('id_reused');
  const subject = { tenantId: tx.tenantId, customerId };
  return { customerId, key: openSubjectKey(writing.keys, subject, row.sealed_key) };
}

interface Refused {
  readonly context: TenantContext;
  readonly writing: Writing;
  readonly asked: Asked;
}

/** Notes the no, unless somebody noted another answer meanwhile: then that one holds. */
async function noteRefusal(
  needs: Needs,
  { context, writing, asked }: Refused,
  error: unknown,
): Promise<Answered> {
  // The very operation, settled by another request at this moment.
  const isMet = brokenUnique(error) === 'settled_operations_pkey';
  if (isMet) return settle(needs, writing, asked);
  const { code, message: detail, rule } = refusalOf(error);
  if (rule.register === 'retry') throw error;
  return needs.database.inTransaction(context, async (tx) => {
    const { mark, isSubjectMark } = await markOfRefused(tx, writing, asked);
    const { operationId } = asked;
    const customerId = asked.update?.customer.toLowerCase() ?? null;
    const note = { operationId, customerId, code, detail, mark, isSubjectMark };
    const known = await readSettled(tx, operationId);
    if (known !== undefined) return again(tx, writing, asked, known);
    await insertSettled(tx, { ...note, at: needs.clock.now() });
    return { code, detail, mark };
  });
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if ((brokenUnique(error) ?? '') in indexConstraints) {
    try {
      refuseTaken(error);
    } catch (refusal) {
      if (refusal instanceof Refusal) return refusal;
    }
  }
  throw error;
}

/** An edit that was refused speaks of its customer, where there is one. */
async function markOfRefused(tx: Transaction, { keys }: Writing, { update, bodyHash }: Asked) {
  const row = update === undefined ? undefined : await readCustomer(tx, update.customer);
  if (row === undefined || row.sealed_key === null) {
    return { mark: hashMark(keys.index, bodyHash), isSubjectMark: false };
  }
  const subject = { tenantId: tx.tenantId, customerId: row.customer_id };
  const key = openSubjectKey(keys, subject, row.sealed_key);
  return { mark: hashMark(key, bodyHash), isSubjectMark: true };
}

/** The first answer again; another body under the id is a conflict. */
async function again(
  tx: Transaction,
  { keys }: Writing,
  { bodyHash }: Asked,
  known: SettledRow,
): Promise<Answered> {
  const { code, detail } = known;
  const row = known.customer_id === null ? undefined : await readCustomer(tx, known.customer_id);
  if (!known.is_subject_mark || row === undefined) {
    const mark = hashMark(keys.index, bodyHash);
    return mark === known.mark ? { code, detail, mark } : { code: 'id_reused', detail: '', mark };
  }
  if (row.sealed_key === null) {
    const mark = hashMark(keys.index, bodyHash);
    return { code: 'customer_gone', detail: '', mark };
  }
  const subject = { tenantId: tx.tenantId, customerId: row.customer_id };
  const mark = hashMark(openSubjectKey(keys, subject, row.sealed_key), bodyHash);
  return mark === known.mark ? { code, detail, mark } : { code: 'id_reused', detail: '', mark };
}
