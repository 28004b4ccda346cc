/** One line of a paper, added, changed or taken off by itself. Locks the header of the paper. */
import { newId, refuse } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { refuseForeign } from '../refuse-foreign.ts';
import { editLines } from './edit-lines.ts';
import type { LineChange, LineEdit, LineFields } from './edit-lines.ts';
import { refuseUnknownGoods } from './line-inputs.ts';
import { readLine } from './line-store.ts';
import type { FoundLine } from './line-store.ts';
import type { HeaderRow, Paper } from './paper.ts';

interface LinesTold<Header> {
  readonly before: Header;
  readonly lines: readonly LineChange[];
  readonly reason?: string | undefined;
}

/** A paper, how its header is held, and who is told of a change. */
export interface Desk<Header extends HeaderRow> {
  readonly paper: Paper;
  /** Refuses a header that is not there, or whose lines stay as they are. */
  readonly hold: (tx: Transaction, headerId: string) => Promise<Header>;
  readonly tell: (
    tx: Transaction,
    context: TenantContext,
    told: LinesTold<Header>,
  ) => Promise<void>;
}

export interface AddedLine extends LineFields {
  readonly lineId: string | undefined;
  readonly headerId: string;
  readonly userClient?: string | undefined;
}

/** The line that was added. The same again is answered by the first one. */
export async function addLine<Header extends HeaderRow>(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  { paper, hold, tell }: Desk<Header>,
  { lineId: wantedId, headerId, userClient, ...fields }: AddedLine,
): Promise<FoundLine> {
  refuseForeign(context, userClient);
  const lineId = (wantedId ?? newId(surroundings)).toLowerCase();
  const bodyHash = context.fingerprint();
  const edit: LineEdit = { ...fields, lineId, path: '', bodyHash };
  await refuseUnknownGoods(surroundings, context, [edit]);
  return surroundings.database.inTransaction(context, async (tx) => {
    const known = await sameLine(tx, paper, { lineId, bodyHash });
    if (known !== undefined) return known;
    const before = await hold(tx, headerId);
    // Somebody may have sent the same while we waited for the header.
    const first = await sameLine(tx, paper, { lineId, bodyHash });
    if (first !== undefined) return first;
    const now = surroundings.clock.now();
    const lines = await editLines(tx, paper, { header: before, edits: [edit], now });
    await tell(tx, context, { before, lines });
    return found(tx, paper, lineId);
  });
}

/** The very line that is sent again, if it is there; another under its id is refused. */
async function sameLine(
  tx: Transaction,
  paper: Paper,
  { lineId, bodyHash }: { readonly lineId: string; readonly bodyHash: string },
): Promise<FoundLine | undefined> {
  const known = await readLine(tx, paper, lineId);
  const isSame = known?.body_hash === bodyHash && known.removed_at === null;
  return known === undefined || isSame ? known : refuse('id_reused');
}

export interface ChangedLine extends LineFields {
  readonly lineId: string;
  /** Where a line is replaced, its paper may be named; it stays on that paper. */
  readonly headerId?: string | undefined;
  readonly userClient?: string | undefined;
}

export async function changeLine<Header extends HeaderRow>(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  desk: Desk<Header>,
  { headerId, userClient, ...fields }: ChangedLine,
): Promise<FoundLine> {
  refuseForeign(context, userClient);
  const lineId = fields.lineId.toLowerCase();
  await refuseUnknownGoods(surroundings, context, [{ ...fields, path: '' }]);
  const edit = { ...fields, lineId, path: '', bodyHash: '' };
  const line = await editOne(surroundings, context, desk, { edit, headerId });
  return line ?? refuse('not_found');
}

export async function removeLine<Header extends HeaderRow>(
  surroundings: Surroundings,
  context: Call<TenantContext>,
  desk: Desk<Header>,
  { lineId, reason }: { readonly lineId: string; readonly reason: string | undefined },
): Promise<void> {
  const edit = { lineId: lineId.toLowerCase(), path: '', bodyHash: '', isRemoved: true };
  await editOne(surroundings, context, desk, { edit, headerId: undefined, reason });
}

interface One {
  readonly edit: LineEdit;
  readonly headerId: string | undefined;
  readonly reason?: string | undefined;
}

async function editOne<Header extends HeaderRow>(
  { database, clock }: Surroundings,
  context: TenantContext,
  { paper, hold, tell }: Desk<Header>,
  { edit, headerId, reason }: One,
): Promise<FoundLine | undefined> {
  return database.inTransaction(context, async (tx) => {
    const line = await readLine(tx, paper, edit.lineId);
    if (line === undefined) refuse('not_found');
    if (headerId !== undefined && headerId.toLowerCase() !== line.header_id) {
      refuse('not_found', { detail: 'The line is not on that paper.' });
    }
    const before = await hold(tx, line.header_id);
    // Somebody may have taken it off before we held the header.
    await found(tx, paper, edit.lineId);
    const lines = await editLines(tx, paper, { header: before, edits: [edit], now: clock.now() });
    if (lines.length > 0) await tell(tx, context, { before, lines, reason });
    return edit.isRemoved === true ? undefined : found(tx, paper, edit.lineId);
  });
}

async function found(tx: Transaction, paper: Paper, lineId: string): Promise<FoundLine> {
  const row = await readLine(tx, paper, lineId);
  if (row?.removed_at !== null) refuse('not_found');
  return row;
}
