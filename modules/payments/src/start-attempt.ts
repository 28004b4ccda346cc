/**
 * Asks a provider to collect what an order still owes. The attempt is saved first: whatever comes
 * back, and whenever, finds it. The same request again sends the same charge, under the same key.
 */
import { orders } from '@evertill/contract';
import type { InputOf, payments } from '@evertill/contract';
import { minorOf } from '@evertill/domain';
import { newId, refuse } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext, TenantUseCase } from '@evertill/kernel';
import { attemptView, insertAttempt, lockOpenAmount, readAttempt } from './attempt-store.ts';
import type { AttemptRow } from './attempt-store.ts';
import { CHECK_MS } from './collecting.ts';
import type { Collecting } from './collecting.ts';

type Input = InputOf<typeof payments.startAttempt>;

export interface StartNeeds {
  readonly surroundings: Surroundings;
  readonly collecting: Collecting;
}

export function startAttempt({
  surroundings,
  collecting,
}: StartNeeds): TenantUseCase<typeof payments.startAttempt> {
  return async (context, input) => {
    const attemptId = input.paymentAttemptId?.toLowerCase() ?? newId(surroundings);
    const known = await surroundings.database.read(context, (tx) => readAttempt(tx, attemptId));
    if (known !== undefined && known.body_hash !== context.fingerprint()) refuse('id_reused');
    const saved = known ?? (await save(surroundings, context, { input, attemptId, collecting }));
    if (saved.status !== 'SAVED') return attemptView(saved);
    return attemptView(await collecting.send(context.tenantId, saved));
  };
}

interface Saving {
  readonly input: Input;
  readonly attemptId: string;
  readonly collecting: Collecting;
}

async function save(
  { database, clock, ask }: Surroundings,
  context: Call<TenantContext>,
  { input, attemptId, collecting }: Saving,
): Promise<AttemptRow> {
  const provider = collecting.providers.get(input.provider);
  if (provider?.methods.includes(input.method) !== true) refuse('provider_unavailable');
  const { salesHeader: orderId, method, account } = input;
  const payable = await ask(orders.findPayable, context, { salesHeaderId: orderId });
  if (payable.status !== 'PENDING' && payable.status !== 'CONFIRMED') refuse('order_not_payable');
  const { currency } = payable;
  const balanceMinor = minorOf(payable.balance, currency) ?? 0;
  const amountMinor = input.amount === undefined ? balanceMinor : minorOf(input.amount, currency);
  if (amountMinor === undefined || amountMinor === 0) {
    refuse('amount_invalid', { fields: [{ field: 'amount', message: 'is not an amount here' }] });
  }
  const { tenantId, userId: createdBy } = context;
  return database.inTransaction(context, async (tx) => {
    const openMinor = await lockOpenAmount(tx, orderId);
    // Somebody may have saved the same attempt while we asked.
    const again = await readAttempt(tx, attemptId);
    if (again !== undefined) {
      return again.body_hash === context.fingerprint() ? again : refuse('id_reused');
    }
    if (amountMinor > balanceMinor - openMinor) refuse('payment_exceeds_balance');
    const now = clock.now();
    return insertAttempt(tx, {
      charge: { tenantId, attemptId, method, account, currency, amountMinor },
      orderId,
      provider: provider.name,
      bodyHash: context.fingerprint(),
      createdBy,
      now,
      checkAt: new Date(now.getTime() + CHECK_MS),
    });
  });
}
