/** Notes of goods received and their lines: a page at a time, one by its id. */
import type { purchasing } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import {
  fullNote,
  noteColumns,
  noteLineColumns,
  noteLineSource,
  noteLineView,
  noteSource,
  noteView,
  readNote,
  readNoteLine,
} from './note-store.ts';
import type { NoteLineRow, NoteRow } from './note-store.ts';

const ofOrder = `n.purchase_id = (SELECT o.converted_purchase_id
  FROM purchasing.purchase_orders o WHERE o.tenant_id = n.tenant_id AND o.header_id = ?)`;

export function listGoodsNotes({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listGoodsNotes> {
  return async (context, query) => {
    const source = {
      from: noteSource,
      columns: noteColumns,
      tenantColumn: 'n.tenant_id',
      where: [
        ['n.voided_at IS NULL', undefined] as const,
        whenGiven('(n.grn_number ILIKE ? OR n.notes ILIKE ?)', searchPattern(query.search)),
        whenGiven('h.supplier_id = ?', query.supplier),
        whenGiven('n.purchase_id = ?', query.purchaseHeader),
        whenGiven(ofOrder, query.poHeader),
        whenGiven('n.grn_number = ?', query.grnNumber),
      ],
      orderings: {
        created_at: { sql: 'n.created_at', type: 'timestamptz' },
        received_date: { sql: 'n.received_date', type: 'date' },
        grn_number: { sql: 'n.grn_number', type: 'text' },
      },
      tieBreak: { sql: 'n.note_id', type: 'uuid' },
      defaultOrdering: '-created_at',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => noteView(row as NoteRow)) };
  };
}

export function findGoodsNote({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findGoodsNote> {
  return (context, { grnHeaderId }) =>
    database.read(context, async (tx) => fullNote(tx, await readNote(tx, grnHeaderId)));
}

export function listGoodsNoteLines({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listGoodsNoteLines> {
  return async (context, query) => {
    const source = {
      from: noteLineSource,
      columns: noteLineColumns,
      tenantColumn: 'l.tenant_id',
      where: [
        ['l.voided_at IS NULL', undefined] as const,
        whenGiven('l.note_id = ?', query.grnHeader),
        whenGiven('l.purchase_line_id = ?', query.purchaseDetail),
        whenGiven('l.product_id = ?', query.product),
      ],
      orderings: { created_at: { sql: 'l.created_at', type: 'timestamptz' } },
      tieBreak: { sql: 'l.line_id', type: 'uuid' },
      defaultOrdering: 'created_at',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => noteLineView(row as NoteLineRow)) };
  };
}

export function findGoodsNoteLine({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findGoodsNoteLine> {
  return async (context, { grnDetailId }) =>
    noteLineView(await database.read(context, (tx) => readNoteLine(tx, grnDetailId)));
}
