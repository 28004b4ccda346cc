/** What tests share. Imported by tests alone. */
export * from './test-database.ts';
export * from './test-shop.ts';
export * from './sale-builder.ts';
export * from './oracle/index.ts';
export * from './bus-suite.ts';
export * from './counter.ts';
export * from './rate-limiter-suite.ts';
export * from './sealer-suite.ts';
export * from './promoted-sales.ts';
export * from './trace-collector.ts';
export * from './tcp-line.ts';
export * from './kafka-broker.ts';
export * from './redis-server.ts';
export * from './vault-server.ts';
export * from './vault-logins.ts';
export * from './engine-process.ts';
export { freePort } from '@evertill/postgres';
