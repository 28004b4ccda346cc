/** The contract's door: every message that crosses a wall. */
export * from './audit.ts';
export * from './auth.ts';
export * from './capabilities.ts';
export * from './catalog.ts';
export * from './events.ts';
export * from './inventory.ts';
export * from './limits.ts';
export * from './list-query.ts';
export * from './operation.ts';
export * from './orders.ts';
export * from './payments.ts';
export * from './refusals.ts';
export * from './sale-body.ts';
export * from './wire-names.ts';
export * from './wire-schema.ts';
export * from './wire-types.ts';
