/** What has to hold when all is quiet: on each disk, on the server, and between the two. */
import type { KeptOperation } from '@evertill/sync';
import type { Backend } from './backend.ts';
import type { Device } from './device.ts';

interface ServerRow {
  readonly id: string;
  readonly kind: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly outcome: string;
  readonly receipt: string | null;
}

export interface DeviceStory {
  readonly device: Device;
  readonly acknowledged: readonly KeptOperation[];
}

export async function checkDevice(backend: Backend, story: DeviceStory): Promise<string[]> {
  const { device, acknowledged } = story;
  const kept = [...device.disk.operations.values()];
  const { registration } = device.disk.head;
  if (registration === null) return ['no registration'];
  const rows = await readRows(backend, registration.registerId);
  const found = [
    ...lost(device, acknowledged),
    ...apart(device),
    ...unsettled(kept),
    ...receiptsOf(kept),
    ...sequenceOf(rows),
    ...compare(kept, rows, registration.epoch, device.disk.head.seq),
    ...undecided(kept, await readDecided(backend, registration.registerId)),
  ];
  return found.map((what) => `${device.line.name}: ${what}`);
}

/** What was said to be written is there, as it was said. */
function lost({ disk }: Device, acknowledged: readonly KeptOperation[]): string[] {
  return acknowledged.flatMap(({ id, bodyHash, receiptNumber }) => {
    const now = disk.operations.get(id);
    if (now === undefined) return [`acknowledged ${id} is gone`];
    if (now.bodyHash !== bodyHash) return [`acknowledged ${id} has another body`];
    return now.receiptNumber === receiptNumber ? [] : [`${id} has another receipt number`];
  });
}

/** Either place would do alone: what the second may lack is what the server says again. */
function apart({ disk, twin }: Device): string[] {
  const mayLag = disk.head.turn > twin.head.turn;
  const [here, there] = [disk, twin].map((place) => JSON.stringify(contentOf(place, mayLag)));
  return here === there ? [] : ['the two places of the journal differ'];
}

function contentOf({ head, operations }: Device['disk'], mayLag: boolean): unknown {
  const sorted = [...operations.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!mayLag) return [head, sorted];
  const { epoch, seq, receipts } = { epoch: head.registration?.epoch, ...head };
  return [
    epoch,
    seq,
    receipts,
    sorted.map(({ fate, ...operation }) => [fate.kind === 'resolved', operation]),
  ];
}

function unsettled(kept: readonly KeptOperation[]): string[] {
  return kept.flatMap(({ id, kind, fate, place }) =>
    fate.kind === 'queued' ? [`${kind} ${id} at ${String(place.seq)} is still queued`] : [],
  );
}

/** Of each epoch from one, without a gap, and in the order in which they were written down. */
function receiptsOf(kept: readonly KeptOperation[]): string[] {
  const numbered = kept.filter(({ receiptNumber, kind, fate }) => {
    const isAmended = kind === 'withheld' || fate.kind === 'resolved';
    return receiptNumber !== null && !isAmended;
  });
  const all = new Set(kept.flatMap(({ receiptNumber }) => receiptNumber ?? []));
  const counts = new Map<string, number>();
  for (const number of all) {
    const series = number.slice(0, number.lastIndexOf('-'));
    counts.set(series, (counts.get(series) ?? 0) + 1);
  }
  const gaps = [...counts].flatMap(([series, count]) => {
    const last = `${series}-${String(count).padStart(6, '0')}`;
    return all.has(last) ? [] : [`receipts of ${series} have a gap: ${String(count)} of them`];
  });
  const twice = numbered.filter(({ id, receiptNumber }) =>
    numbered.some((other) => other.receiptNumber === receiptNumber && other.id < id),
  );
  return [...gaps, ...twice.map(({ receiptNumber }) => `receipt ${String(receiptNumber)} twice`)];
}

function sequenceOf(rows: readonly ServerRow[]): string[] {
  const epochs = Map.groupBy(rows, ({ epoch }) => epoch);
  return [...epochs].flatMap(([epoch, ofEpoch]) => {
    const numbers = ofEpoch.map(({ seq }) => seq).sort((one, other) => one - other);
    return numbers.every((seq, index) => seq === index + 1)
      ? []
      : [`the server's numbers of epoch ${String(epoch)}: ${numbers.join(' ')}`];
  });
}

function compare(
  kept: readonly KeptOperation[],
  rows: readonly ServerRow[],
  epoch: number,
  lastSeq: number,
): string[] {
  const found: string[] = [];
  const booked = rows.filter(({ outcome }) => outcome === 'BOOKED');
  const here = rows.filter((row) => row.epoch === epoch);
  if (here.length !== lastSeq) {
    found.push(`${String(lastSeq)} numbers were given, the server has ${String(here.length)}`);
  }
  for (const { id, kind, fate, place, bodyHash, body } of kept) {
    const ofId = booked.filter((row) => row.id === id);
    const at = here.find(({ seq }) => seq === place.seq);
    if (ofId.length > 1) found.push(`${id} is booked ${String(ofId.length)} times`);
    if (kind !== 'withheld' && fate.kind === 'settled') {
      const [row] = ofId;
      if (row === undefined) found.push(`${kind} ${id} is settled and not booked`);
      else if (row.hash !== bodyHash && !kind.startsWith('customer')) {
        found.push(`${id} is booked with another body`);
      }
    }
    if (fate.kind === 'parked' && ofId.length > 0) found.push(`${id} is parked and booked`);
    // A stand-in keeps the number of what was parked under it.
    const isThere = at?.id === id || (kind === 'withheld' && at?.id === body['operation']);
    if (place.epoch === epoch && !isThere) {
      found.push(`number ${String(place.seq)} is ${at?.id ?? 'nothing'} there and ${id} here`);
    }
  }
  const known = new Set(kept.map(({ id }) => id));
  const strangers = booked.filter(({ id }) => !known.has(id));
  return [...found, ...strangers.map(({ id }) => `the server has booked ${id}, unknown here`)];
}

/** What a person decided here, the server heard: once, and nothing else. */
function undecided(kept: readonly KeptOperation[], decided: readonly string[]): string[] {
  const resolved = kept.filter(({ fate }) => fate.kind === 'resolved').map(({ id }) => id);
  const unheard = resolved.filter((id) => !decided.includes(id));
  const unsaid = decided.filter((id) => !resolved.includes(id));
  return [
    ...unheard.map((id) => `${id} is resolved, and the server heard of no decision`),
    ...unsaid.map((id) => `the server heard of a decision about ${id}, and it is not resolved`),
    ...(new Set(decided).size === decided.length ? [] : ['something was decided twice']),
  ];
}

async function readDecided(backend: Backend, registerId: string): Promise<readonly string[]> {
  const rows = await backend.sql(
    'SELECT operation_id AS id FROM orders.parked_decisions WHERE register_id = $1',
    [registerId],
  );
  return rows.map((row) => row['id'] as string);
}

async function readRows(backend: Backend, registerId: string): Promise<readonly ServerRow[]> {
  const rows = await backend.sql(
    `SELECT sale_id AS id, 'sale' AS kind, epoch, seq, body_hash AS hash, 'BOOKED' AS outcome,
            receipt_number AS receipt FROM orders.sales WHERE register_id = $1
     UNION ALL SELECT refund_id, 'refund', epoch, seq, body_hash, 'BOOKED', receipt_number
     FROM orders.refunds WHERE register_id = $1
     UNION ALL SELECT operation_id, kind, epoch, seq, body_hash, 'BOOKED', NULL
     FROM orders.booked_operations WHERE register_id = $1
     UNION ALL SELECT operation_id, kind, epoch, seq, body_hash, outcome, NULL
     FROM orders.unbooked_operations WHERE register_id = $1`,
    [registerId],
  );
  return rows as unknown as readonly ServerRow[];
}
