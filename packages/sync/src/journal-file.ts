/**
 * Unsent work as a file: what a device that is going down hands to another. Encrypted with a
 * passphrase, and the same operations with the same ids and hashes when it is opened again, so that
 * whatever reached the server before is a repeat there. SPEC.md describes the format.
 */
import { canonicalJson, isOperationKind } from '@evertill/contract';
import { z } from 'zod';
import { bodyHashOf } from './body-hash.ts';
import { SHELF, epochOf, freshlyQueued } from './journal-moves.ts';
import type { JournalRead, JournalStorage, JournalWrite } from './journal-storage.ts';
import type { Fate, KeptOperation } from './kept-operation.ts';
import { openSeal, seal } from './passphrase-seal.ts';
import type { Sealing } from './passphrase-seal.ts';

const JOURNAL_FORMAT = 'evertill-journal';
const VERSION = 1;

/** The file is of another register, another version, damaged, or opened with a wrong passphrase. */
export class JournalFileFlaw extends Error {
  override readonly name = 'JournalFileFlaw';
}

const uuid = z.string().regex(/^[0-9a-f-]{36}$/);

const header = z.object({
  format: z.literal(JOURNAL_FORMAT),
  version: z.literal(VERSION),
  tenant_id: uuid,
  register_id: uuid,
  /** The life of the register that it was made in; what it holds is sent in a later one. */
  epoch: z.int().min(1),
  made_at: z.string(),
  count: z.int().min(0),
});
type Header = z.infer<typeof header>;

const carried = z.object({
  id: uuid,
  kind: z.string().refine(isOperationKind),
  occurred_at: z.string(),
  body: z.record(z.string(), z.unknown()),
  body_hash: z.string(),
  depends_on: uuid.nullable(),
  receipt_number: z.string().nullable(),
  recorded_at_ms: z.number(),
  memo: z.unknown(),
  /** Of a parked one, why; null for what was never answered. */
  parked: z.unknown(),
});

const carriedList = z.array(carried);
type Carried = z.infer<typeof carried>;

export interface ExportNeeds {
  readonly journal: JournalStorage;
  readonly sealing: Sealing;
  readonly passphrase: string;
  readonly nowMs: number;
}

/** Answers the text of the file. Nothing changes here: the operations stay, and are still sent. */
export async function exportJournal(needs: ExportNeeds): Promise<string> {
  const { journal, sealing, passphrase, nowMs } = needs;
  const { head, unsent } = await journal.read(async (tx) => {
    return { head: await tx.head(), unsent: await unsentOf(tx) };
  });
  const { registration } = head;
  if (registration === null) throw new JournalFileFlaw('no register is enrolled on this device');
  const about: Header = {
    format: JOURNAL_FORMAT,
    version: VERSION,
    tenant_id: registration.tenantId,
    register_id: registration.registerId,
    epoch: registration.epoch,
    made_at: new Date(nowMs).toISOString(),
    count: unsent.length,
  };
  const text = JSON.stringify(unsent.map(carriedOf));
  const sealed = await seal(sealing, { passphrase, text, boundTo: canonicalJson(about) });
  return `${JSON.stringify({ ...about, ...sealed }, null, 2)}\n`;
}

async function unsentOf(tx: JournalRead): Promise<readonly KeptOperation[]> {
  const queued = await tx.list({ fate: 'queued' });
  const parked = await tx.list({ fate: 'parked' });
  return [...queued, ...parked].filter(({ kind }) => kind !== 'withheld');
}

function carriedOf(operation: KeptOperation): z.input<typeof carried> {
  const { id, kind, occurredAt, body, bodyHash, dependsOn, receiptNumber, fate } = operation;
  return {
    id,
    kind,
    occurred_at: occurredAt,
    body,
    body_hash: bodyHash,
    depends_on: dependsOn,
    receipt_number: receiptNumber,
    recorded_at_ms: operation.recordedAtMs,
    memo: operation.memo,
    parked: fate.kind === 'parked' ? fate : null,
  };
}

export interface ImportNeeds {
  readonly journal: JournalStorage;
  readonly sealing: Sealing;
  readonly passphrase: string;
  readonly file: string;
}

export interface Imported {
  readonly taken: number;
  /** Those that were here already. */
  readonly known: number;
}

/**
 * Takes over what a file holds, on a device that was enrolled as the same register: all of it in
 * one transaction, under the next numbers. Taken twice it is taken once. Throws `JournalFileFlaw`.
 */
export async function importJournal(needs: ImportNeeds): Promise<Imported> {
  const { about, list } = await readFile(needs);
  return needs.journal.write(async (tx) => {
    const { registration } = await tx.head();
    // Under another register the server would call what it has already a conflict, not a repeat.
    const isOurs =
      registration?.registerId === about.register_id && registration.tenantId === about.tenant_id;
    if (!isOurs) throw new JournalFileFlaw('the file is of another register: enrol as that one');
    let taken = 0;
    for (const one of list) if (await takeOver(tx, one)) taken += 1;
    return { taken, known: list.length - taken };
  });
}

async function readFile(
  needs: ImportNeeds,
): Promise<{ readonly about: Header; readonly list: readonly Carried[] }> {
  const { sealing, passphrase, file } = needs;
  const whole = parse(file);
  const about = header.safeParse(whole).data;
  if (about === undefined) throw new JournalFileFlaw('not a journal of a version known here');
  const text = await openSeal(sealing, {
    passphrase,
    sealed: whole,
    boundTo: canonicalJson(about),
  });
  if (text === undefined) throw new JournalFileFlaw('a wrong passphrase, or a damaged file');
  const list = carriedList.safeParse(parse(text)).data;
  if (list?.length !== about.count) throw new JournalFileFlaw('the file is damaged');
  for (const one of list) refuseChanged(one);
  return { about, list };
}

function refuseChanged({ id, kind, body, body_hash: hash }: Carried): void {
  if (isOperationKind(kind) && bodyHashOf(kind, body) === hash) return;
  throw new JournalFileFlaw(`the body of ${id} is not what its hash says`);
}

async function takeOver(tx: JournalWrite, one: Carried): Promise<boolean> {
  if ((await tx.find(one.id)) !== undefined || !isOperationKind(one.kind)) return false;
  const head = await tx.head();
  const isParked = one.parked !== null;
  const seq = head.seq + (isParked ? 0 : 1);
  const shelved = head.shelved + (isParked ? 1 : 0);
  await tx.put({
    id: one.id,
    kind: one.kind,
    occurredAt: one.occurred_at,
    body: one.body,
    bodyHash: one.body_hash,
    dependsOn: one.depends_on,
    receiptNumber: one.receipt_number,
    memo: one.memo ?? null,
    recordedAtMs: one.recorded_at_ms,
    place: isParked ? { epoch: SHELF, seq: shelved } : { epoch: epochOf(head), seq },
    fate: isParked ? (one.parked as Fate) : freshlyQueued,
  });
  await tx.putHead({ ...head, seq, shelved });
  return true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
