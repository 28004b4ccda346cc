/**
 * The oracle: the rules of money told a second time, and random baskets to compare the two on.
 */
export { compareBasket, compareBaskets, basketSeedOf } from './compare-baskets.ts';
export type { Comparison, Difference, Rules, Walk } from './compare-baskets.ts';
export { oraclePrice } from './oracle-price.ts';
export type { OraclePrice } from './oracle-price.ts';
export { oracleRefund, oracleSettle } from './oracle-settle.ts';
export { between, dice, oneOf, randomBasket } from './random-basket.ts';
export type { Basket, Dice } from './random-basket.ts';
export { goThroughPostgres } from './through-postgres.ts';
export type { WalkFinding, WalkResult, WalkRun } from './walk-result.ts';
