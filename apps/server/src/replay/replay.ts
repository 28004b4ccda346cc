/**
 * Replays a file of invoices into a shop, through the public API, as its registers would have:
 * read, plan, make the products, then every register its own queue, side by side. Which rows become
 * what is written in docs/guides/replay.md; each rule stands where it is applied.
 */
import { catalog, orders } from '@evertill/contract';
import { RULES_VERSION } from '@evertill/domain';
import type { World } from '@evertill/kernel';
import { ApiProblem } from '@evertill/client';
import { ConfigError } from '../config.ts';
import { openDeviceKeys } from './device-keys.ts';
import { makeGates } from './gates.ts';
import { makeAdjustments } from './make-adjustments.ts';
import { makeProducts } from './make-products.ts';
import { bodyWriter } from './operation-bodies.ts';
import type { Pricing } from './operation-bodies.ts';
import { planner } from './plan.ts';
import type { Plan } from './plan.ts';
import { readRows } from './read-rows.ts';
import { agreeOnCount, findRegisterCount, importRegister } from './registers.ts';
import { operationIdOf, registerPlaceOf, saleIdOf } from './replay-ids.ts';
import { runRegister } from './run-register.ts';
import type { Queued } from './run-register.ts';
import { openSession } from './session.ts';
import type { Login, Session } from './session.ts';
import { makeTally } from './tally.ts';
import type { ReplayResult, Tally } from './tally.ts';

export interface ReplayProgress {
  readonly step: (message: string) => void;
  readonly lines: (settled: number, all: number) => void;
}

export interface ReplayOptions {
  readonly file: string;
  /** Where the registers' device keys are kept. */
  readonly home: string;
  readonly url: string;
  readonly login: Login;
  /** Undefined: as many as the first run had. */
  readonly registers?: number | undefined;
  readonly world: World;
  readonly progress: ReplayProgress;
  readonly signal?: AbortSignal | undefined;
  readonly patienceMs?: number | undefined;
}

export interface Replayed extends ReplayResult {
  readonly tenantId: string;
}

/** The file's prices are pounds. */
export const FILE_CURRENCY = 'GBP';
const PATIENCE_MS = 5 * 60_000;

/** One part that fails ends all the others, and the run is over only when they have ended. */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const { progress, signal } = options;
  const end = new AbortController();
  const session = await openSession({
    ...options,
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    signal: signal === undefined ? end.signal : AbortSignal.any([signal, end.signal]),
    onWait: (reason) => {
      progress.step(`waiting for the server: ${reason}`);
    },
  });
  const book = await session.call(catalog.currentPriceBook, {});
  if (book.currency !== FILE_CURRENCY) {
    throw new ConfigError(`The file is in ${FILE_CURRENCY}, and the shop in ${book.currency}.`);
  }
  const count = agreeOnCount(await findRegisterCount(session), options.registers);
  const plan = await planFile(options);
  const tally = makeTally(plan);
  await makeProducts(session, plan, progress.step);
  const pricing = await findPricing(session, plan, { count, current: book.version });
  await driveAll(session, plan, { ...options, end, count, pricing, tally });
  return { ...tally.result(), tenantId: session.tenantId };
}

async function planFile({ file, progress }: ReplayOptions): Promise<Plan> {
  progress.step(`reading ${file}`);
  const drafting = planner(FILE_CURRENCY);
  await readRows(file, drafting.add);
  const plan = drafting.finish();
  progress.step(`${plan.figures.rows} lines of ${plan.figures.invoices} invoices`);
  return plan;
}

/**
 * The price book and the rules that the first run named. Today's may be newer, and a body that
 * names them would be another body under the same id. A register's queue is booked in order: if
 * any sale of the file was booked, so was the first of some register.
 */
async function findPricing(
  session: Session,
  plan: Plan,
  { count, current }: { readonly count: number; readonly current: number },
): Promise<Pricing> {
  const firsts = new Map<number, string>();
  for (const { kind, invoiceNo } of plan.operations) {
    const place = registerPlaceOf(invoiceNo, count);
    if (kind === 'sale' && !firsts.has(place)) firsts.set(place, invoiceNo);
  }
  const { currency } = plan;
  for (const invoiceNo of firsts.values()) {
    const salesHeaderId = saleIdOf(session.tenantId, invoiceNo);
    try {
      const sale = await session.call(orders.findSale, { salesHeaderId });
      const { priceBookVersion, rulesVersion } = sale;
      return { currency, priceBookVersion, rulesVersion };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'not_found') throw error;
    }
  }
  return { currency, priceBookVersion: current, rulesVersion: RULES_VERSION };
}

interface Drive extends ReplayOptions {
  readonly end: AbortController;
  readonly count: number;
  readonly pricing: Pricing;
  readonly tally: Tally;
}

/** All registers at once, and the stock adjustments beside them. */
async function driveAll(session: Session, plan: Plan, drive: Drive): Promise<void> {
  const { tenantId } = session;
  const { count, tally, progress, end } = drive;
  const keys = openDeviceKeys(drive.home, tenantId);
  const gates = makeGates();
  const write = bodyWriter({ tenantId, pricing: drive.pricing });
  const runs = queuesOf(plan, tenantId, count).map((queue, index) =>
    runRegister({
      session,
      register: importRegister(session, keys, { place: index + 1, count }),
      queue,
      gates,
      write,
      onSettled: (operation, answer) => {
        tally.onSettled(operation, answer);
        progress.lines(tally.linesSettled(), plan.figures.rows);
      },
    }),
  );
  const parts = [...runs, makeAdjustments(session, plan.adjustments, tally)];
  for (const part of parts) {
    part.catch((error: unknown) => {
      end.abort(error);
      gates.giveUp(error instanceof Error ? error : new Error(String(error)));
    });
  }
  await Promise.allSettled(parts);
  await Promise.all(parts);
}

function queuesOf(plan: Plan, tenantId: string, count: number): readonly (readonly Queued[])[] {
  const queues = Array.from({ length: count }, (): Queued[] => []);
  for (const operation of plan.operations) {
    const { saleInvoiceNo, invoiceNo } = operation;
    queues[registerPlaceOf(invoiceNo, count)]?.push({
      operation,
      id: operationIdOf(tenantId, operation),
      dependsOn: saleInvoiceNo === undefined ? undefined : saleIdOf(tenantId, saleInvoiceNo),
    });
  }
  return queues;
}
