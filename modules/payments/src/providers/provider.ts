/**
 * The port to whoever collects money for a shop. Every provider is slow, forgetful and repeats
 * itself: nothing it says is believed twice, and its silence means nothing.
 */
import type { PaymentProvider, payments } from '@evertill/contract';
import type { InputOf } from '@evertill/contract';

export interface Charge {
  readonly tenantId: string;
  /** Ours; the provider is asked to take it as its own key, so that a repeat charges once. */
  readonly attemptId: string;
  readonly method: InputOf<typeof payments.startAttempt>['method'];
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: number;
}

export type ProviderAnswer =
  | { readonly status: 'PENDING' }
  | { readonly status: 'SUCCEEDED'; readonly reference: string }
  | { readonly status: 'FAILED'; readonly failureCode: string };

/** What a provider says by itself, later: once, twice or never. */
export type Hear = (
  tenantId: string,
  attemptId: string,
  answer: Exclude<ProviderAnswer, { status: 'PENDING' }>,
) => Promise<void>;

export interface Provider {
  readonly name: PaymentProvider;
  readonly isSimulated: boolean;
  readonly methods: readonly Charge['method'][];
  /** Asks it to collect. Rejects when it does not answer: then nobody knows. */
  readonly start: (charge: Charge) => Promise<ProviderAnswer>;
  /** Asks what became of a charge. `FAILED never_received` when it has not seen one. */
  readonly query: (charge: Charge) => Promise<ProviderAnswer>;
}
