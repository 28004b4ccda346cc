/**
 * Makes somebody an operator of the platform, from the machine it runs on. The password is chance,
 * shown once, and good for one log-in.
 */
import type { auth } from '@evertill/contract';
import { newId } from '@evertill/kernel';
import type { Database, Log, UseCase, World } from '@evertill/kernel';
import { emailOf } from './identifier.ts';
import { writeOperator } from './operator-store.ts';
import { hashPassword } from './password.ts';

export interface CreateOperatorNeeds extends Pick<World, 'clock' | 'randomness'> {
  readonly database: Database;
  readonly log: Log;
}

const PASSWORD_BYTES = 15;

export function createOperator(needs: CreateOperatorNeeds): UseCase<typeof auth.createOperator> {
  return async (_, { email }) => {
    const password = needs.randomness.bytes(PASSWORD_BYTES).toString('base64url');
    const row = await writeOperator(needs.database, {
      operatorId: newId(needs),
      email: emailOf(email),
      passwordHash: await hashPassword(needs, password),
      createdAt: needs.clock.now(),
    });
    needs.log.warn({ operator_id: row.operator_id }, 'an operator got a new password');
    return { operatorId: row.operator_id, email: row.email, password };
  };
}
