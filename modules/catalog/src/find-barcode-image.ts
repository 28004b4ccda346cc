/** The pictures of a product's code: bars for a scanner at the counter, a QR code for a phone. */
import type { ByteAnswer, catalog } from '@evertill/contract';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { TenantContext, TenantUseCase } from '@evertill/kernel';
import bwipjs from 'bwip-js';
import type { RenderOptions } from 'bwip-js';
import { isEan13 } from './ean.ts';
import type { ReadNeeds } from './needs.ts';
import { readProduct } from './product-store.ts';

const SCALE = 3;
const BARS_HEIGHT_MM = 15;

export function findBarcodeImage(needs: ReadNeeds): TenantUseCase<typeof catalog.findBarcodeImage> {
  return async (context, { productId }) => {
    const code = await codeOf(needs, context, productId);
    // Code 128 could be made to carry more, and scanners would read it as something else.
    if (!/^[\x20-\x7e]+$/.test(code)) refuse('barcode_not_drawable');
    const bcid = isEan13(code) ? 'ean13' : 'code128';
    return draw({ bcid, text: code, includetext: true, height: BARS_HEIGHT_MM });
  };
}

export function findQrCodeImage(needs: ReadNeeds): TenantUseCase<typeof catalog.findQrCodeImage> {
  return async (context, { productId }) =>
    draw({ bcid: 'qrcode', text: await codeOf(needs, context, productId) });
}

/** What `scan/` finds the product by. */
async function codeOf(
  { database }: ReadNeeds,
  context: TenantContext,
  productId: string,
): Promise<string> {
  const row = await database.read(context, (tx) => readProduct(tx, productId));
  if (row === undefined) refuse('not_found');
  return row.barcode ?? row.sku;
}

async function draw(options: RenderOptions): Promise<ByteAnswer> {
  const picture = await bwipjs.toBuffer({
    scale: SCALE,
    textxalign: 'center',
    backgroundcolor: 'FFFFFF',
    padding: 4,
    ...options,
  });
  const content = picture.toString('base64');
  return { content, compression: null, etag: sha256Hex(content) };
}
