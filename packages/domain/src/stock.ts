/**
 * What a movement does to what is on hand, and what may still be sold.
 *
 * On hand is the sum of its movements at all times and may fall below zero: a counter sale is a
 * fact, even when the shelf disagrees.
 */
import { assertWhole } from './amount.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import { STOCK_MILLI_MAX } from './limits.ts';

export const movementTypes = [
  'PURCHASE',
  'SALE',
  'ADJUSTMENT',
  'RETURN',
  'DAMAGE',
  'TRANSFER',
  'INITIAL',
] as const;

export type MovementType = (typeof movementTypes)[number];

/** `quantityMilli` carries its sign: what leaves is below zero. */
export interface Movement {
  readonly type: MovementType;
  readonly quantityMilli: number;
}

export type MovementFlawCode =
  'movement_type_unknown' | 'movement_quantity_out_of_range' | 'movement_direction_wrong';

/** What a product's owner wants when more is asked for than is there. */
export const oversellPolicies = ['block', 'warn', 'allow'] as const;

export type OversellPolicy = (typeof oversellPolicies)[number];

export type OversellDecision = 'proceed' | 'warn' | 'block';

export type StockState = 'out_of_stock' | 'low_stock' | 'in_stock' | 'overstock';

const directions: Readonly<Record<MovementType, 'in' | 'out' | 'either'>> = {
  PURCHASE: 'in',
  SALE: 'out',
  ADJUSTMENT: 'either',
  RETURN: 'in',
  DAMAGE: 'out',
  TRANSFER: 'either',
  INITIAL: 'in',
};

export function checkMovement({ type, quantityMilli }: Movement): Flaw<MovementFlawCode>[] {
  if (!movementTypes.includes(type)) return [{ code: 'movement_type_unknown', path: 'type' }];
  const bounds = { min: -STOCK_MILLI_MAX, max: STOCK_MILLI_MAX };
  const isNothing = quantityMilli === 0 && type !== 'INITIAL';
  if (isNothing || !isWholeWithin(quantityMilli, bounds)) {
    return [{ code: 'movement_quantity_out_of_range', path: 'quantityMilli' }];
  }
  const direction = directions[type];
  const isWrong = direction === 'in' ? quantityMilli < 0 : direction === 'out' && quantityMilli > 0;
  return isWrong ? [{ code: 'movement_direction_wrong', path: 'quantityMilli' }] : [];
}

export function onHandAfter(onHandMilli: number, movement: Movement): number {
  const afterMilli = onHandMilli + movement.quantityMilli;
  assertWhole(afterMilli, 'on hand');
  return afterMilli;
}

/** What may still be promised. Below zero where more is reserved than is there. */
export function availableMilli(onHandMilli: number, reservedMilli: number): number {
  assertWhole(onHandMilli, 'onHandMilli');
  assertWhole(reservedMilli, 'reservedMilli');
  return onHandMilli - reservedMilli;
}

/** Only an online request can be blocked. At the counter the customer holds the thing already. */
export function decideOversell(question: {
  readonly policy: OversellPolicy;
  readonly availableMilli: number;
  readonly quantityMilli: number;
  readonly isOnlineRequest: boolean;
}): OversellDecision {
  const { policy, quantityMilli, isOnlineRequest } = question;
  if (quantityMilli <= question.availableMilli || policy === 'allow') return 'proceed';
  return policy === 'block' && isOnlineRequest ? 'block' : 'warn';
}

/** True once, on the way down: at `next` it is low, at `previous` it was not. */
export function crossedLow(previous: number, next: number, minimum: number): boolean {
  return previous > minimum && next <= minimum;
}

/** True once, on the way up from low: what resolves the alert, so that it can recur. */
export function recoveredFromLow(previous: number, next: number, minimum: number): boolean {
  return previous <= minimum && next > minimum;
}

export function stockState(question: {
  readonly onHandMilli: number;
  readonly minimumMilli: number;
  readonly maximumMilli?: number;
}): StockState {
  const { onHandMilli, minimumMilli, maximumMilli = Number.MAX_SAFE_INTEGER } = question;
  if (onHandMilli <= 0) return 'out_of_stock';
  if (onHandMilli <= minimumMilli) return 'low_stock';
  return onHandMilli > maximumMilli ? 'overstock' : 'in_stock';
}
