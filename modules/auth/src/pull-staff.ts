/**
 * The shop's people, with what their PINs are known by. Whoever asks has seen that the device is
 * enrolled: nobody else may have a verifier.
 */
import { wireRoleOf } from '@evertill/contract';
import type { PulledPerson, auth } from '@evertill/contract';
import { readPart } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { pinOf, readPeople } from './pins/pin-store.ts';
import type { PersonRow } from './pins/pin-store.ts';
import type { PullNeeds } from './pull-settings.ts';

export function pullStaff({ database }: PullNeeds): TenantUseCase<typeof auth.pullStaff> {
  return (context, { cursor, limit }) =>
    database.read(context, async (tx) => {
      const query = { schema: 'auth', kinds: ['person'], cursor, limit } as const;
      const { changes, ...part } = await readPart(tx, query);
      const userIds = changes.map(({ object_id }) => object_id);
      const people = userIds.length === 0 ? [] : await readPeople(tx, userIds);
      const active = new Set(people.map(({ user_id }) => user_id));
      return {
        ...part,
        staff: people.map(personOf),
        removedStaff: userIds.filter((id) => !active.has(id)),
      };
    });
}

function personOf(row: PersonRow): PulledPerson {
  const pin = pinOf(row);
  return {
    userClientId: row.user_id,
    clientName: row.client_name,
    role: wireRoleOf(row.role),
    pin: pin === undefined ? null : { algorithm: 'PBKDF2-SHA-256', ...pin },
  };
}
