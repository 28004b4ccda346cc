/** What torture and bench stand on: a real server as a child of ours, its shops and registers. */
export { diceOf } from './dice.ts';
export type { Dice } from './dice.ts';
export { freePort, makeHome, ownerUrl, postmasterOf, withOwner } from './home.ts';
export type { Home } from './home.ts';
export { callerOf, mustAnswer } from './http-call.ts';
export type { Answer, Call, Request } from './http-call.ts';
export { eanOf, importProducts, manyProducts } from './many-products.ts';
export type { ManyProduct } from './many-products.ts';
export { makeRefund, makeSale } from './operation-maker.ts';
export type { Operation, Sold } from './operation-maker.ts';
export { readResults } from './push-answer.ts';
export type { Result } from './push-answer.ts';
export { stillCarrying } from './relays.ts';
export { ServerProcess } from './server-process.ts';
export { openShop } from './shop.ts';
export type { RegisterPass, Shop } from './shop.ts';
