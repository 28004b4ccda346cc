/** What a run found, as words for a person. */
import { cpus, totalmem } from 'node:os';
import type { Figures } from './run.ts';
import type { Spread } from './spread.ts';

export function machineName(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${gibibytes} GiB`;
}

export function reportText(figures: Figures): string {
  const { lines, till } = figures;
  const rows: readonly (readonly [string, Spread, string])[] = [
    ['first load, until it sells', figures.firstSellableMs, '3,000 ms'],
    ['first load, all on the disk', figures.firstFreshMs, ''],
    ['warm start, until it sells', figures.warmSellableMs, '1,000 ms'],
    ['warm start, until the list', figures.warmListMs, ''],
    ['scan, to the worker and back', lines.up.scanMs, '16 ms'],
    ['search, to the worker and back', lines.up.searchMs, '16 ms'],
    ['… with 500 ms of latency', lines.slow.searchMs, '16 ms'],
    ['… with the line down', lines.down.searchMs, '16 ms'],
    ['till: scan to its line', till.scanToLineMs, '16 ms'],
    ['… with 500 ms of latency', till.lines.slow.scanMs, '16 ms'],
    ['… with the line down', till.lines.down.scanMs, '16 ms'],
    ['till: scan to its frame', till.scanToFrameMs, ''],
    ['till: letter to products', till.letterToProductsMs, '16 ms'],
    ['… with 500 ms of latency', till.lines.slow.searchMs, '16 ms'],
    ['… with the line down', till.lines.down.searchMs, '16 ms'],
    ['till: letter to their frame', till.letterToFrameMs, ''],
    ['till: money taken to receipt', till.payToReceiptMs, '100 ms'],
    ['… with 500 ms of latency', till.paySlowMs, '100 ms'],
    ['… with the line down', till.payWithoutLineMs, '100 ms'],
    ['… while catalogues load', till.payWhileLoadingMs, ''],
    ['till: a sale written', till.writeMs, '100 ms'],
    ['… while catalogues load', till.writeWhileLoadingMs, '100 ms'],
    ['till: started with those sales kept', till.startMs, '1,000 ms'],
    ['a page of 40 of the list', figures.listMs, ''],
    ['first search for a customer', figures.firstCustomerMs, ''],
    ['each further one', figures.customerMs, '16 ms'],
    ['1,000 changes, pulled and shown', figures.deltaMs, '250 ms'],
  ];
  return [
    `${machineName()}; Chromium ${figures.chromium}; ${figures.products} products, ` +
      `${figures.customers} customers`,
    '',
    `${'milliseconds'.padEnd(38)}${['p50', 'p99', 'max', 'of', 'goal'].map(right).join('')}`,
    ...rows.map(
      ([name, { p50, p99, max, samples }, goal]) =>
        `${name.padEnd(38)}${[...[p50, p99, max].map(tenths), `${samples}`, goal].map(right).join('')}`,
    ),
    '',
    `heap and buffers of page and worker: ${Math.round(figures.heapBytes / 2 ** 20)} MiB (goal: 250 MiB)`,
    `${till.loads} catalogues were loaded beside the sales`,
    `${till.queued} sales of the queue on the server after ${Math.round(till.drainMs)} ms (goal: 5,000 ms)`,
    `searches that found nothing: ${figures.missed.join(', ') || 'none'}`,
    '',
  ].join('\n');
}

function right(text: string): string {
  return text.padStart(10);
}

function tenths(value: number): string {
  const tenth = Math.round(value * 10);
  return `${Math.floor(tenth / 10)}.${tenth % 10}`;
}
