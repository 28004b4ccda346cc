/** The stock of a furnished shop: what lies where, what is to be corrected, moved, and seen to. */
import { idOf } from './furnishing.ts';
import type { Furnishing, Json, Things } from './furnishing.ts';

export async function stockOf(
  { post, get, marker, shop }: Furnishing,
  goods: Things,
): Promise<Things> {
  const { product_id: product, scarce_product: scarce, other_location: to_location } = goods;
  await shop.running.assembly.drain();
  for (const one of [product, scarce]) {
    await post('/api/stock-movements/initial/', { product: one, quantity: '1000', reason: marker });
  }
  const adjust = async (change: Json = {}): Promise<string> => {
    const body = { product, adjustment_type: 'OTHER', quantity_adjusted: '1', reason: marker };
    return idOf(await post('/api/stock-adjustments/', { ...body, ...change }), 'adjustment_id');
  };
  const short = await adjust({ product: scarce, quantity_adjusted: '-999' });
  await post(`/api/stock-adjustments/${short}/approve/`);
  const [main] = await get(`/api/stock-levels/?product=${product ?? ''}`);
  const transfer = async (): Promise<string> => {
    const body = { product, from_location: main?.['location'], to_location, quantity: '1' };
    return idOf(await post('/api/stock-transfers/', body), 'transfer_id');
  };
  const place = async (placed: string | undefined): Promise<string> => {
    const body = { product: placed, location: goods['location_id'] };
    return idOf(await post('/api/location-stocks/', body), 'pls_id');
  };
  const alert = async (alert_type: string): Promise<string> => {
    const location = goods['location_id'];
    const body = { product: scarce, location, alert_type, message: marker };
    return idOf(await post('/api/stock-alerts/', body), 'alert_id');
  };
  return {
    placed_stock: await place(scarce),
    empty_stock: await place(product),
    own_alert: await alert('LOW_STOCK'),
    spare_alert: await alert('OUT_OF_STOCK'),
    adjustment_id: await adjust(),
    approved_adjustment: await adjust(),
    rejected_adjustment: await adjust(),
    spare_adjustment: await adjust(),
    transfer_id: await transfer(),
    applied_transfer: await transfer(),
    spare_transfer: await transfer(),
  };
}
