/** All SQL about those whose name nobody knows. */
import type { AnonymousProfileView } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface ProfileRow extends Row {
  readonly anonymous_customer_id: string;
  readonly customer_id: string | null;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly visit_count: number;
  readonly last_visit_id: string | null;
  readonly body_hash: string;
  readonly identified_at: Date | null;
  readonly identified_mark: string;
  readonly removed_at: Date | null;
}

export async function readProfile(
  tx: Transaction,
  profileId: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<ProfileRow | undefined> {
  const [row] = await tx.query<ProfileRow>(
    `SELECT * FROM customers.anonymous_profiles
     WHERE tenant_id = $1 AND anonymous_customer_id = $2 ${lock}`,
    [tx.tenantId, profileId],
  );
  return row;
}

/** Holds the profile; refused as `not_found` where there is none, or none any more. */
export async function lockProfile(tx: Transaction, profileId: string): Promise<ProfileRow> {
  const row = await readProfile(tx, profileId, 'FOR UPDATE');
  return row?.removed_at === null ? row : refuse('not_found');
}

export interface NewProfile {
  readonly profileId: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly visitCount: number;
  readonly lastVisitId: string | null;
  readonly bodyHash: string;
}

/** Leaves one that has the id as it is. */
export async function insertProfile(tx: Transaction, profile: NewProfile): Promise<void> {
  await tx.query(
    `INSERT INTO customers.anonymous_profiles (
       tenant_id, anonymous_customer_id, first_seen, last_seen, visit_count, last_visit_id,
       body_hash
     ) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [
      tx.tenantId,
      profile.profileId,
      profile.firstSeen,
      profile.lastSeen,
      profile.visitCount,
      profile.lastVisitId,
      profile.bodyHash,
    ],
  );
}

export interface SeenProfile {
  readonly profileId: string;
  readonly lastSeen: Date;
  readonly visitCount: number;
  readonly lastVisitId: string | null;
}

export async function updateSeen(tx: Transaction, seen: SeenProfile): Promise<void> {
  await tx.query(
    `UPDATE customers.anonymous_profiles
     SET last_seen = $3, visit_count = $4, last_visit_id = $5
     WHERE tenant_id = $1 AND anonymous_customer_id = $2`,
    [tx.tenantId, seen.profileId, seen.lastSeen, seen.visitCount, seen.lastVisitId],
  );
}

export interface IdentifiedProfile {
  readonly profileId: string;
  readonly customerId: string;
  readonly mark: string;
  readonly at: Date;
}

export async function updateIdentified(tx: Transaction, one: IdentifiedProfile): Promise<void> {
  await tx.query(
    `UPDATE customers.anonymous_profiles
     SET customer_id = $3, identified_mark = $4, identified_at = $5
     WHERE tenant_id = $1 AND anonymous_customer_id = $2`,
    [tx.tenantId, one.profileId, one.customerId, one.mark, one.at],
  );
}

export async function markRemoved(tx: Transaction, profileId: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE customers.anonymous_profiles SET removed_at = $3
     WHERE tenant_id = $1 AND anonymous_customer_id = $2`,
    [tx.tenantId, profileId, at],
  );
}

export function profileView(row: Row): AnonymousProfileView {
  const profile = row as ProfileRow;
  return {
    anonymousCustomerId: profile.anonymous_customer_id,
    customer: profile.customer_id,
    firstSeen: profile.first_seen.toISOString(),
    lastSeen: profile.last_seen.toISOString(),
    visitCount: profile.visit_count,
    featuresJson: {},
    confidenceScore: profile.customer_id === null ? '0' : '1',
    identifiedAt: profile.identified_at?.toISOString() ?? null,
  };
}
