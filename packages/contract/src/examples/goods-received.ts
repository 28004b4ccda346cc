/** One example of each operation of goods received, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const note = {
  grn_header_id: ids.goodsNote,
  supplier: ids.supplier,
  po_header: ids.purchaseOrder,
  purchase_header: ids.purchase,
  grn_number: 'GRN-00000007',
  received_date: '2026-01-31',
  location: ids.location,
  notes: 'One box wet',
  received_by: ids.owner,
  created_at: '2026-01-31T12:00:00Z',
};

const came = { purchase_detail: ids.purchaseLine, product: ids.product, quantity: '4' };

const line = {
  grn_detail_id: ids.goodsNoteLine,
  grn_header: ids.goodsNote,
  ...came,
  unit: ids.unit,
  price_per_unit: '1200.00',
  total_cost: '4600.00',
};

const asked = { grn_header_id: ids.goodsNote };
const askedLine = { grn_detail_id: ids.goodsNoteLine };
const full = { ...note, details: [line] };

export const goodsReceivedExamples: Examples = {
  'purchasing.listGoodsNotes': {
    request: { limit: 50, ordering: '-created_at', purchase_header: ids.purchase },
    response: [note],
  },
  'purchasing.receiveGoods': {
    request: { purchase_header: ids.purchase, notes: 'One box wet', details: [came] },
    response: full,
  },
  'purchasing.findGoodsNote': { request: asked, response: full },
  'purchasing.changeGoodsNote': { request: { ...asked, notes: 'One box wet' }, response: full },
  'purchasing.replaceGoodsNote': { request: { ...asked, notes: 'One box wet' }, response: full },
  'purchasing.voidGoodsNote': { request: { ...asked, reason: 'Of another shop' } },
  'purchasing.generateGoodsNote': {
    request: { purchase_header_id: ids.purchase, grn_number: 'GRN-00000007' },
    response: full,
  },
  'purchasing.listGoodsNoteLines': {
    request: { limit: 50, grn_header: ids.goodsNote },
    response: [line],
  },
  'purchasing.receiveLine': { request: { grn_header: ids.goodsNote, ...came }, response: line },
  'purchasing.findGoodsNoteLine': { request: askedLine, response: line },
  'purchasing.voidGoodsNoteLine': { request: { ...askedLine, reason: 'Counted wrong' } },
};
