/**
 * What PostgreSQL gives back is what an independent oracle reckons: random baskets in many
 * currencies, by odd price books, sold by registers, booked by the server, read by SQL. A million
 * of them: `npm run oracle -- --in postgres --baskets 1000000`.
 */
import { goThroughPostgres, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BASKETS = 400;
const SEED = Number(process.env['SEED'] ?? 20_261_121);

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

const walk = { seed: SEED, from: 0, count: BASKETS, onProgress: () => undefined };

test(`${BASKETS} random baskets come back from PostgreSQL as the oracle has them`, async () => {
  const { compared, found } = await goThroughPostgres(shop.running, walk);
  expect(found).toBeUndefined();
  expect(compared).toBe(BASKETS);
});

test('two columns that are swapped in one sale are seen, and the sale is named', async () => {
  await shop.sql(`
    CREATE FUNCTION public.swap_two() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
    BEGIN
      SELECT NEW.discount_minor, NEW.subtotal_minor INTO NEW.subtotal_minor, NEW.discount_minor;
      RETURN NEW;
    END $$;
    CREATE TRIGGER swap_two BEFORE INSERT ON orders.sales FOR EACH ROW
      WHEN (NEW.receipt_number = 'O-33') EXECUTE FUNCTION public.swap_two()`);
  const { found } = await goThroughPostgres(shop.running, { ...walk, count: 60 });
  await shop.sql('DROP FUNCTION public.swap_two() CASCADE');
  expect(found).toMatchObject({ index: 33, difference: { what: 'stored' } });
});
