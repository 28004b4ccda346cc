/** What people of the shop were at a time: by that, a word they gave at a till is judged. */
import { wireRoleOf } from '@evertill/contract';
import type { auth } from '@evertill/contract';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { readRolesAt } from './past-roles.ts';

export function findRolesAt({
  database,
}: {
  readonly database: Database;
}): TenantUseCase<typeof auth.findRolesAt> {
  return (context, { userClientIds, at }) =>
    database.read(context, async (tx) => {
      const ids = userClientIds.map((id) => id.toLowerCase());
      const rows = await readRolesAt(tx, ids, new Date(at));
      const people = rows.flatMap(({ user_id: userClientId, role }) =>
        role === null ? [] : [{ userClientId, role: wireRoleOf(role) }],
      );
      return { people };
    });
}
