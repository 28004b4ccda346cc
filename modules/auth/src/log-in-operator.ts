/**
 * An operator's e-mail and password become an access token of the platform. A password that was
 * handed over opens once, and only to set another.
 */
import type { auth } from '@evertill/contract';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { Database, Log, UseCase } from '@evertill/kernel';
import type { AccessNeeds } from './access-token.ts';
import { signPlatform } from './access-token.ts';
import { emailOf } from './identifier.ts';
import { countFailure, forgetFailures, refuseLocked } from './login-attempts.ts';
import type { LoginTurns } from './login-turns.ts';
import { changeOperatorPassword, readOperator } from './operator-store.ts';
import { hashPassword, isPassword, nobodysHash } from './password.ts';

export interface LogInOperatorNeeds extends AccessNeeds {
  readonly database: Database;
  readonly turns: LoginTurns;
  readonly log: Log;
}

export function logInOperator(needs: LogInOperatorNeeds): UseCase<typeof auth.logInOperator> {
  return (_, { email: given, password, newPassword }) => {
    const email = emailOf(given);
    // Not the hash of the e-mail alone: the same e-mail may log in to a shop.
    const nameHash = sha256Hex(`operator ${email}`);
    return needs.turns.take(nameHash, async () => {
      await refuseLocked(needs, nameHash);
      const operator = await readOperator(needs.database, email);
      const isRight = await isPassword(operator?.password_hash ?? nobodysHash, password);
      if (operator === undefined || !isRight) {
        await countFailure(needs, nameHash);
        refuse('credentials_invalid');
      }
      if (operator.is_password_spent && newPassword === undefined) {
        refuse('password_change_required');
      }
      if (newPassword !== undefined) {
        if (newPassword === password) refuse('password_change_required');
        const passwordHash = await hashPassword(needs, newPassword);
        if (!(await changeOperatorPassword(needs.database, operator, passwordHash))) {
          refuse('credentials_invalid');
        }
      }
      await forgetFailures(needs, nameHash);
      needs.log.info({ operator_id: operator.operator_id }, 'an operator logged in');
      return { access: await signPlatform(needs, operator.operator_id) };
    });
  };
}
