/** EAN-13: twelve digits and the one that checks them. */

/** GS1 leaves 20 to 29 to each shop; lower ones commonly carry a weight or a price. */
const IN_STORE = '29';

/** Of twelve digits: counted from the left, every second one weighs three. */
function checkDigitOf(twelve: string): string {
  const sum = Array.from(twelve, Number).reduce(
    (total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

export function isEan13(text: string): boolean {
  return /^[0-9]{13}$/.test(text) && checkDigitOf(text.slice(0, 12)) === text.slice(12);
}

/** The shop's own EAN-13 with this number, from 1 to 9,999,999,999. */
export function inStoreEan(number: number): string {
  const twelve = `${IN_STORE}${String(number).padStart(10, '0')}`;
  if (twelve.length !== 12) throw new Error(`there is no in-store barcode ${number}`);
  return `${twelve}${checkDigitOf(twelve)}`;
}
