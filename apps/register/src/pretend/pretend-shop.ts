/** A shop that is none: for pictures of every screen, and for tests of what they show. Invented. */
import type { PriceBook } from '@evertill/domain';
import type { Category, Person, Product } from '../catalogue/catalogue.ts';
import { memoryCatalogue } from '../catalogue/memory-catalogue.ts';
import type { MemoryCatalogue } from '../catalogue/memory-catalogue.ts';

const pretendBook: PriceBook = {
  version: 3,
  currency: 'KES',
  isTaxIncluded: true,
  taxRounding: 'line',
  rounding: 'half_up',
  cashRoundingMinor: 100,
  taxes: {
    STD: {
      kind: 'standard',
      components: [{ name: 'VAT', ratePpm: 160_000, isCompound: false }],
    },
    ZERO: { kind: 'zero', components: [] },
  },
};

const categoryNames = [
  'Flour & grains',
  'Dairy & eggs',
  'Bakery',
  'Fresh produce',
  'Drinks & tea',
  'Oil & cooking',
  'Household',
  'Personal care',
  'Snacks',
] as const;

const pretendCategories: readonly Category[] = categoryNames.map((name, index) => ({
  categoryId: `00000000-0000-4000-8000-00000000000${String(index)}`,
  name,
}));

/** Name, price in shillings, category, stock in pieces, unit. */
type Row = readonly [string, number, number, (number | null)?, string?];

// prettier-ignore
const rows: readonly Row[] = [
  ['Jua Maize Meal, 2 kg', 185, 0], ['Pamoja Wheat Flour, 2 kg', 195, 0],
  ['Kito Pishori Rice, 1 kg', 220, 0], ['Tamu Sugar, 1 kg', 165, 0],
  ['Zawadi Cooking Oil, 1 l', 345, 5], ['Mlima Fresh Milk, 500 ml', 65, 1],
  ['Eggs, tray of 30', 450, 1, 6], ['Sifa Vanilla Yoghurt, 500 ml', 175, 1],
  ['Asubuhi White Bread, 400 g', 65, 2], ['Dhahabu Margarine, 500 g', 210, 5],
  ['Tomatoes', 120, 3, null, 'kg'], ['Sweet Bananas', 110, 3, null, 'kg'],
  ['Red Onions', 130, 3, null, 'kg'], ['Sukuma Wiki, bunch', 25, 3, 4],
  ['Baridi Cola, 500 ml', 70, 4], ['Kilele Tea Leaves, 250 g', 185, 4],
  ['Safi Bar Soap, 800 g', 185, 6], ['Povu Washing Powder, 500 g', 195, 6, 3],
  ['Ua Bathing Soap, 225 g', 135, 7, 0], ['Meno Herbal Toothpaste, 100 ml', 165, 7],
  ['Crunch Potato Crisps, 100 g', 90, 8], ['Njugu Roasted Peanuts, 200 g', 120, 8],
  ['Mandazi', 10, 2], ['Chapati', 20, 2], ['Avocado', 30, 3], ['Paper bag', 10, 6],
  ['Matches', 10, 6], ['Candles, pack of 6', 85, 6], ['Chai Bora Masala, 100 g', 140, 4],
];

export const pretendProducts: readonly Product[] = rows.map((row, index) => {
  const [name, shillings, category, stock = null, unitName = null] = row;
  const number = String(index).padStart(3, '0');
  return {
    productId: `10000000-0000-4000-8000-000000000${number}`,
    name,
    sku: `SKU-${number}`,
    barcode: `6161100000${number}`,
    categoryId: pretendCategories[category]?.categoryId ?? null,
    unitName,
    priceMinor: shillings * 100,
    taxCode: category === 0 || category === 3 ? 'ZERO' : 'STD',
    oversellPolicy: 'WARN',
    isActive: true,
    availableMilli: stock === null ? null : stock * 1000,
  };
});

const pin = { iterations: 1, salt: 'c2FsdA', verifier: '1234' };

export const pretendPeople: readonly Person[] = [
  { personId: 'cashier', name: 'Achieng Otieno', role: 'cashier', pin },
  { personId: 'second', name: 'Baraka Mutua', role: 'cashier', pin },
  { personId: 'owner', name: 'Njeri Mwangi', role: 'owner', pin },
];

export const PRETEND_NOW_MS = Date.parse('2026-11-20T14:06:00+03:00');

export function pretendCatalogue(): MemoryCatalogue {
  return memoryCatalogue({
    products: pretendProducts,
    categories: pretendCategories,
    facts: {
      asOfMs: PRETEND_NOW_MS - 240_000,
      priceBook: pretendBook,
      shopName: 'Mama Tumaini Grocers',
      timeZone: 'Africa/Nairobi',
      people: pretendPeople,
    },
  });
}
