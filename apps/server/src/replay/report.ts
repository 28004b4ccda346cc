/** The end of a replay, told to people and to scripts, and the rows that were refused. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replayFolder } from './device-keys.ts';
import type { RefusedRow } from './plan.ts';
import { FILE_CURRENCY } from './replay.ts';
import type { Replayed } from './replay.ts';

const SHOWN_MAX = 20;

/** Every refused row with its reason, as CSV. Answers where. */
export function writeRefused(home: string, file: string, replayed: Replayed): string {
  const folder = replayFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = path.basename(file).replace(/(?:\.csv)?(?:\.gz)?$/, '');
  const target = path.join(folder, `${replayed.tenantId}-${name}-refused.csv`);
  const heading = 'line,invoice_no,stock_code,description,quantity,unit_price,reason';
  const rows = replayed.refused.map((row) => fieldsOf(row).map(csvField).join(','));
  const aside = `${target}.${process.pid}`;
  writeFileSync(aside, [heading, ...rows, ''].join('\n'), { mode: 0o600, flush: true });
  renameSync(aside, target);
  return target;
}

function fieldsOf(row: RefusedRow): readonly string[] {
  const { line, invoiceNo, stockCode, description, quantity, unitPrice, reason } = row;
  return [String(line), invoiceNo, stockCode, description, quantity, unitPrice, reason];
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first of them, for the eye. */
export function refusedLines(replayed: Replayed, writtenTo: string): string[] {
  const { refused } = replayed;
  if (refused.length === 0) return [];
  const shown = refused.slice(0, SHOWN_MAX).map(({ line, invoiceNo, stockCode, reason }) => {
    return `  line ${line}, invoice ${printed(invoiceNo)}, ${printed(stockCode)}: ${reason}`;
  });
  const hidden = refused.length - shown.length;
  const more = hidden > 0 ? [`  … and ${hidden} more`] : [];
  return ['refused:', ...shown, ...more, `  all of them: ${writtenTo}`];
}

/** A file may hold anything; a terminal is shown text alone. */
function printed(text: string): string {
  return text.replace(/\p{Cc}/gu, '�') || '(none)';
}

/** For people: every sum beside the one that it must come to. */
export function reportLines(replayed: Replayed, seconds: string): string[] {
  const { figures } = replayed;
  const counts = [
    ['lines read', figures.lines_read],
    ['  applied', figures.lines_applied],
    ['    by this run', figures.lines_newly_applied],
    ['  refused', figures.lines_refused],
    ['invoices', figures.invoices_read],
    ['stock adjustments', figures.adjustments],
  ] as const;
  const sums = [
    ['sales', figures.sales_total],
    ['  refused', figures.refused_sales_total],
    ['refunds', figures.refunds_total],
    ['  of sales', replayed.refundsOfSales],
    ['  without a sale', replayed.returnsWithoutSale],
    ['  refused', replayed.refusedRefundsTotal],
  ] as const;
  return [
    ...counts.map(([name, count]) => `${name.padEnd(20)}${grouped(String(count)).padStart(16)}`),
    ...sums.map(([name, sum]) => {
      return `${name.padEnd(20)}${grouped(sum).padStart(16)} ${FILE_CURRENCY}`;
    }),
    replayed.isBalanced
      ? 'what was applied and refused comes to what was read'
      : 'WRONG: what was applied and refused does not come to what was read',
    `${seconds} s`,
  ];
}

function grouped(decimal: string): string {
  return decimal.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','));
}
