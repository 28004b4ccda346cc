/**
 * What has an id, some fields and nothing below it: suppliers, payment options, expenses and their
 * categories. How each is made, changed and deleted is the same, and stands here once.
 */
import { isDeepStrictEqual } from 'node:util';
import { codeOf, createOnce, newId, refuse, refuseBroken, tellAudit } from '@evertill/kernel';
import type {
  Call,
  FieldsOfConstraints,
  Row,
  Surroundings,
  TenantContext,
  Transaction,
} from '@evertill/kernel';
import { refuseForeign } from '../refuse-foreign.ts';
import { shopOf } from '../shop.ts';
import type { Shop } from '../shop.ts';

/** Column to value. */
export type Values = Readonly<Record<string, unknown>>;

/** Some of the fields; what was not given at all is undefined. */
export type Given<Wanted> = { readonly [Field in keyof Wanted]?: Wanted[Field] | undefined };

interface Owned {
  readonly userClient?: string | undefined;
}

export interface PlainNoun<Wanted extends Owned, View> {
  readonly table: string;
  readonly idColumn: string;
  /** What is selected beside the id. */
  readonly columns: string;
  /** As the audit calls it. */
  readonly modelName: string;
  readonly word: string;
  /** The field, in wire names, that each constraint is about. */
  readonly fieldOf: FieldsOfConstraints;
  readonly blankOf: (shop: Shop) => Values;
  /** What was given, upon what stood there before. */
  readonly valuesOf: (input: Given<Wanted>, before: Values) => Values;
  readonly viewOf: (row: Row) => View;
}

export function createPlain<Wanted extends Owned, View>(
  surroundings: Surroundings,
  noun: PlainNoun<Wanted, View>,
  idOf: (input: Wanted) => string | undefined,
) {
  const { clock, database } = surroundings;
  return async (context: Call<TenantContext>, input: Wanted): Promise<View> => {
    refuseForeign(context, input.userClient);
    const id = idOf(input) ?? newId(surroundings);
    const bodyHash = context.fingerprint();
    const shop = await shopOf(surroundings, context);
    const values = {
      [noun.idColumn]: id,
      ...noun.valuesOf(input, noun.blankOf(shop)),
      body_hash: bodyHash,
      created_at: clock.now(),
    };
    const row = await createOnce({
      bodyHash,
      fieldOf: noun.fieldOf,
      find: () => database.read(context, (tx) => readPlain(tx, noun, id)),
      insert: () => database.inTransaction(context, (tx) => insert(tx, noun, values)),
    });
    return noun.viewOf(row);
  };
}

export function changePlain<Wanted extends Owned, View>(
  { database }: Surroundings,
  noun: PlainNoun<Wanted, View>,
  idOf: (input: Given<Wanted>) => string | undefined,
) {
  return (context: TenantContext, input: Given<Wanted> & Owned): Promise<View> => {
    refuseForeign(context, input.userClient);
    const id = idOf(input) ?? '';
    const work = database.inTransaction(context, async (tx) => {
      const row = await readPlain(tx, noun, id, 'FOR UPDATE');
      if (row === undefined) refuse('not_found');
      await update(tx, noun, { id, values: noun.valuesOf(input, row) });
      const changed = await readPlain(tx, noun, id);
      if (changed === undefined) throw new Error('the locked row is gone');
      const [before, after] = [noun.viewOf(row), noun.viewOf(changed)];
      if (isDeepStrictEqual(before, after)) return after;
      tellAudit(tx, context, {
        action: `${noun.word}_CHANGED`,
        modelName: noun.modelName,
        objectId: id.toLowerCase(),
        data: { before, after },
      });
      return after;
    });
    return work.catch((error: unknown) => refuseBroken(error, noun.fieldOf));
  };
}

/** Refuses `in_use` where something still refers to it. */
export function deletePlain<Wanted extends Owned, View>(
  { database }: Surroundings,
  noun: PlainNoun<Wanted, View>,
) {
  return async (context: TenantContext, id: string): Promise<Record<string, never>> => {
    const work = database.inTransaction(context, async (tx) => {
      const row = await readPlain(tx, noun, id, 'FOR UPDATE');
      if (row === undefined) refuse('not_found');
      await tx.query(`DELETE FROM ${noun.table} WHERE tenant_id = $1 AND ${noun.idColumn} = $2`, [
        tx.tenantId,
        id,
      ]);
      tellAudit(tx, context, {
        action: `${noun.word}_DELETED`,
        modelName: noun.modelName,
        objectId: id.toLowerCase(),
        data: { before: noun.viewOf(row), after: null },
      });
    });
    await work.catch((error: unknown) => {
      if (codeOf(error) === '23503') refuse('in_use');
      throw error;
    });
    return {};
  };
}

export function findPlain<Wanted extends Owned, View>(
  { database }: Surroundings,
  noun: PlainNoun<Wanted, View>,
) {
  return async (context: TenantContext, id: string): Promise<View> => {
    const row = await database.read(context, (tx) => readPlain(tx, noun, id));
    if (row === undefined) refuse('not_found');
    return noun.viewOf(row);
  };
}

type Table = Pick<PlainNoun<Owned, unknown>, 'table' | 'idColumn' | 'columns'>;

async function readPlain(
  tx: Transaction,
  { table, idColumn, columns }: Table,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Row | undefined> {
  const [row] = await tx.query(
    `SELECT ${idColumn}, ${columns}, body_hash, created_at FROM ${table}
     WHERE tenant_id = $1 AND ${idColumn} = $2 ${lock}`,
    [tx.tenantId, id],
  );
  return row;
}

/** Undefined when the tenant has one with this id. */
async function insert(tx: Transaction, noun: Table, values: Values): Promise<Row | undefined> {
  const names = Object.keys(values);
  const places = names.map((_, index) => `$${index + 2}`);
  const rows = await tx.query(
    `INSERT INTO ${noun.table} (tenant_id, ${names.join(', ')}) VALUES ($1, ${places.join(', ')})
     ON CONFLICT (tenant_id, ${noun.idColumn}) DO NOTHING RETURNING ${noun.idColumn}`,
    [tx.tenantId, ...Object.values(values)],
  );
  return rows.length === 0 ? undefined : readPlain(tx, noun, String(values[noun.idColumn]));
}

async function update(
  tx: Transaction,
  { table, idColumn }: Table,
  { id, values }: { readonly id: string; readonly values: Values },
): Promise<void> {
  const places = Object.keys(values).map((name, index) => `${name} = $${index + 3}`);
  await tx.query(
    `UPDATE ${table} SET ${places.join(', ')} WHERE tenant_id = $1 AND ${idColumn} = $2`,
    [tx.tenantId, id, ...Object.values(values)],
  );
}
