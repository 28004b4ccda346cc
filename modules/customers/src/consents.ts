/** What customers said to being written to: every yes and no, in order, and what holds now. */
import type { ConsentView, MarketingChannel } from '@evertill/contract';
import { limits, marketingChannels } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface Consent {
  readonly marketingOptIn: boolean;
  readonly marketingChannels: readonly MarketingChannel[];
}

export interface SaidConsent {
  readonly marketingOptIn?: boolean | undefined;
  readonly marketingChannels?: readonly MarketingChannel[] | undefined;
  readonly consentTimestamp?: string | null | undefined;
}

export type ConsentSource = ConsentView['source'];

export const noConsent: Consent = { marketingOptIn: false, marketingChannels: [] };

/** What holds after this was said; a no takes the channels with it. */
export function consentAfter(before: Consent, said: SaidConsent): Consent {
  const marketingOptIn = said.marketingOptIn ?? before.marketingOptIn;
  const kept = marketingOptIn ? before.marketingChannels : [];
  const wanted = new Set(said.marketingChannels ?? kept);
  if (!marketingOptIn && wanted.size > 0) {
    const fields = [{ field: 'marketing_channels', message: 'need marketing_opt_in' }];
    refuse('input_invalid', { detail: 'marketing_channels need marketing_opt_in', fields });
  }
  const channels = marketingChannels.filter((channel) => wanted.has(channel));
  return { marketingOptIn, marketingChannels: channels };
}

export function isSameConsent(one: Consent, other: Consent): boolean {
  return (
    one.marketingOptIn === other.marketingOptIn &&
    one.marketingChannels.join() === other.marketingChannels.join()
  );
}

/** When it was said. A clock that runs ahead would make it true before it is. */
export function saidAt(said: SaidConsent, otherwise: Date, now: Date): Date {
  const at = said.consentTimestamp == null ? otherwise : new Date(said.consentTimestamp);
  if (at.getTime() > now.getTime() + limits.CLOCK_AHEAD_MS_MAX) {
    const fields = [{ field: 'consent_timestamp', message: 'is in the future' }];
    refuse('input_invalid', { detail: 'consent_timestamp is in the future', fields });
  }
  return at;
}

export interface NewConsent extends Consent {
  readonly customerId: string;
  readonly source: ConsentSource;
  readonly recordedBy: string | null;
  readonly occurredAt: Date;
  readonly now: Date;
}

/** Writes what was said and what holds now. The customer's row is held. */
export async function writeConsent(tx: Transaction, consent: NewConsent): Promise<void> {
  await tx.query(
    `INSERT INTO customers.consents (
       tenant_id, customer_id, consent_number, marketing_opt_in, marketing_channels, source,
       recorded_by, occurred_at, recorded_at)
     SELECT $1, $2, coalesce(max(h.consent_number), 0) + 1, $3, $4, $5, $6, $7, $8
     FROM customers.consents h WHERE h.tenant_id = $1 AND h.customer_id = $2`,
    [
      tx.tenantId,
      consent.customerId,
      consent.marketingOptIn,
      consent.marketingChannels,
      consent.source,
      consent.recordedBy,
      consent.occurredAt,
      consent.now,
    ],
  );
  await tx.query(
    `UPDATE customers.customers
     SET marketing_opt_in = $3, marketing_channels = $4, consent_timestamp = $5, updated_at = $6
     WHERE tenant_id = $1 AND customer_id = $2`,
    [
      tx.tenantId,
      consent.customerId,
      consent.marketingOptIn,
      consent.marketingChannels,
      consent.occurredAt,
      consent.now,
    ],
  );
}

export function consentView(row: Row): ConsentView {
  return {
    consentNumber: row['consent_number'] as number,
    marketingOptIn: row['marketing_opt_in'] as boolean,
    marketingChannels: row['marketing_channels'] as MarketingChannel[],
    source: row['source'] as ConsentSource,
    recordedBy: row['recorded_by'] as string | null,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    recordedAt: (row['recorded_at'] as Date).toISOString(),
  };
}
