/** All SQL about those who run the platform. They belong to no shop. */
import type { Database, Row } from '@evertill/kernel';

export interface OperatorRow extends Row {
  readonly operator_id: string;
  readonly email: string;
  readonly password_hash: string;
  /** It was handed over: it is good for one log-in, which sets another. */
  readonly is_password_spent: boolean;
}

const columns = 'operator_id, email, password_hash, is_password_spent';

export async function readOperator(
  database: Database,
  email: string,
): Promise<OperatorRow | undefined> {
  const rows = await database.call<OperatorRow>(
    `SELECT ${columns} FROM auth.operators WHERE email = $1`,
    [email],
  );
  return rows[0];
}

export interface NewOperator {
  readonly operatorId: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

/** Makes the operator, or gives one that is there a new password, good for one log-in. */
export async function writeOperator(
  database: Database,
  { operatorId, email, passwordHash, createdAt }: NewOperator,
): Promise<OperatorRow> {
  const [row] = await database.call<OperatorRow>(
    `INSERT INTO auth.operators (operator_id, email, password_hash, is_password_spent, created_at)
     VALUES ($1, $2, $3, true, $4)
     ON CONFLICT (email) DO UPDATE SET
       password_hash = excluded.password_hash, is_password_spent = true
     RETURNING ${columns}`,
    [operatorId, email, passwordHash, createdAt],
  );
  if (row === undefined) throw new Error(`the operator ${email} was not written`);
  return row;
}

/** Puts the operator's own password in the place of one that was read before. */
export async function changeOperatorPassword(
  database: Database,
  { operator_id: id, password_hash: before }: OperatorRow,
  passwordHash: string,
): Promise<boolean> {
  const rows = await database.call(
    `UPDATE auth.operators SET password_hash = $3, is_password_spent = false
     WHERE operator_id = $1 AND password_hash = $2 RETURNING operator_id`,
    [id, before, passwordHash],
  );
  return rows.length > 0;
}
