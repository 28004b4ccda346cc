/** Changes how far a role may go in this shop. Registers' servers know it within ten seconds. */
import { roleOf } from '@evertill/contract';
import type { CounterLimits, InputOf, auth } from '@evertill/contract';
import { PPM, milliOf, minorOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase, World } from '@evertill/kernel';
import { roleViewOf } from './role-view.ts';
import { tellAudit } from './tell-audit.ts';
import { lockTenant, readRoleLimits, writeRoleLimits } from './tenant-store.ts';

export interface ChangeRoleNeeds extends Pick<World, 'clock'> {
  readonly database: Database;
}

export function changeRole(needs: ChangeRoleNeeds): TenantUseCase<typeof auth.changeRole> {
  return async (context, input) =>
    needs.database.inTransaction(context, async (tx) => {
      const { currency } = (await lockTenant(tx)) ?? refuse('not_found');
      const role = roleOf(input.role);
      const before = (await readRoleLimits(tx))[role];
      const after = limitsOf(input, before, currency);
      await writeRoleLimits(tx, role, { ...after, updatedAt: needs.clock.now() });
      const entry = { action: 'ROLE_LIMITS_CHANGED', modelName: 'Role', objectId: input.role };
      tellAudit(tx, context, { ...entry, before, after });
      return roleViewOf(role, after, currency);
    });
}

function limitsOf(
  input: InputOf<typeof auth.changeRole>,
  before: CounterLimits,
  currency: string,
): CounterLimits {
  const { discountPercentMax: percent, refundAmountMax: refund, payOutAmountMax: payOut } = input;
  const amount = (field: string, said: string | null | undefined, kept: number | null) =>
    said === undefined ? kept : amountOf(field, said, currency);
  return {
    discountPpmMax: percent === undefined ? before.discountPpmMax : ppmOf(percent),
    mayOverridePrice: input.priceOverride ?? before.mayOverridePrice,
    mayRefundWithoutSale: input.refundWithoutSale ?? before.mayRefundWithoutSale,
    refundMinorMax: amount('refund_amount_max', refund, before.refundMinorMax),
    payOutMinorMax: amount('pay_out_amount_max', payOut, before.payOutMinorMax),
    mayOpenDrawer: input.noSaleAllowed ?? before.mayOpenDrawer,
    mayVoid: input.voidAllowed ?? before.mayVoid,
  };
}

const PPM_A_THOUSANDTH_OF_A_PERCENT = 10;

function ppmOf(percent: string): number {
  const ppm = (milliOf(percent) ?? Number.NaN) * PPM_A_THOUSANDTH_OF_A_PERCENT;
  if (ppm <= PPM) return ppm;
  const message = 'is a percentage from 0 to 100 with at most three decimals';
  return refuse('amount_invalid', { fields: [{ field: 'discount_percent_max', message }] });
}

function amountOf(field: string, amount: string | null, currency: string): number | null {
  if (amount === null) return null;
  const minor = minorOf(amount, currency);
  if (minor !== undefined) return minor;
  const message = 'is finer than the currency allows, or out of range';
  return refuse('amount_invalid', { fields: [{ field, message }] });
}
