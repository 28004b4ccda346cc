/** The register's devices, each a port with a real driver and a pretend twin. */
export type * from './cash-drawer.ts';
export type * from './customer-display.ts';
export type * from './print-document.ts';
export type * from './print-queue.ts';
export type * from './printer.ts';
export type * from './scanner.ts';
