/** A catalogue of any size, the same every time, and the way it comes into a shop: a file. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { diceOf } from './dice.ts';
import type { Home } from './home.ts';

const program = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));

export interface ManyProduct {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: number;
  /** An EAN-13, or the EAN-13 of a UPC-A, which begins with a zero. */
  readonly barcode: string;
  readonly category: string;
}

const makers =
  'Brookside Alba Kibo Nyota Zuri Ocean Crown Savanna Böhler Śnieżka Łaciate Hōjicha Müller ' +
  'Tusker Rift Baraka Jambo Simba Pwani Acacia Ølberg Çınar Señor Verde Prima Delta Lotus Vita';
const goods =
  'Milk Yoghurt Butter Cheese Bread Flour Sugar Rice Beans Tea Coffee Cocoa Juice Water Soda ' +
  'Soap Shampoo Toothpaste Detergent Battery Candle Matches Notebook Pencil Crème Jalapeño ' +
  'Müsli Piña чай молоко 牛乳 お茶 حليب';
const kinds = 'Fresh Whole Light Classic Extra Family Organic Instant Dark Mild Salted Plain';
/** Of which names are coined: some thousands of words that only a few products share. */
const syllables = 'ka lo mi ta ve ru so ne ba di fu ga zo pe li ma no ri su wa'.split(' ');
const sizes = '100 g|250 g|500 g|1 kg|2 kg|250 ml|500 ml|1 l|2 l|5 l|6 pcs|12 pcs';

/** `count` products whose names, numbers and prices are drawn from `seed`. */
export function manyProducts(count: number, seed = 1): readonly ManyProduct[] {
  const dice = diceOf(seed);
  const [maker, good, kind] = [makers, goods, kinds].map((words) => words.split(' ')) as [
    string[],
    string[],
    string[],
  ];
  return Array.from({ length: count }, (_, index) => {
    const coined = Array.from({ length: 3 }, () => dice.pick(syllables)).join('');
    const named = `${dice.pick(maker)} ${dice.pick(kind)} ${coined} ${dice.pick(good)}`;
    return {
      sku: index % 10 === 0 ? String(index).padStart(8, '0') : `SKU-${index}`,
      name: `${named} ${dice.pick(sizes.split('|'))}`,
      priceMinor: dice.between(50, 500_000),
      barcode: eanOf(index % 7 === 0 ? index : 600_000_000_000 + index * 13),
      category: dice.pick(good),
    };
  });
}

/** The EAN-13 of twelve digits. */
function eanOf(digits: number): string {
  const twelve = String(digits).padStart(12, '0');
  const weighed = Array.from(twelve).reduce(
    (all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3),
    0,
  );
  return `${twelve}${(10 - (weighed % 10)) % 10}`;
}

/** Brings them in by the command `import products`, in the shop's currency with two digits. */
export async function importProducts(
  home: Home,
  tenantId: string,
  products: readonly ManyProduct[],
): Promise<void> {
  const file = path.join(home.root, 'many-products.csv');
  const rows = products.map(({ sku, name, priceMinor, barcode, category }) => {
    const digits = String(priceMinor).padStart(3, '0');
    const price = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
    return [sku, name, price, barcode, category, 'STD'].join(',');
  });
  await writeFile(file, ['sku,name,price,barcode,category,tax_code', ...rows].join('\n'));
  await promisify(execFile)(
    process.execPath,
    [program, 'import', 'products', file, '--tenant', tenantId],
    { env: { PATH: process.env['PATH'], HOME: home.root, EVERTILL_HOME: home.home } },
  );
}
