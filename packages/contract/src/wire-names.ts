/**
 * Names and words on the wire. Code is camelCase with UPPER_SNAKE words. The native casing is
 * AsiriaPOS's snake_case with its one exception; the Nexis casing has camelCase names and
 * PascalCase words. The door converts by these functions, driven by the schema.
 */

export const casings = ['native', 'nexis'] as const;
export type Casing = (typeof casings)[number];

export function isCasing(text: string): text is Casing {
  return (casings as readonly string[]).includes(text);
}

/** AsiriaPOS documents the minimum of a product so, and everywhere else in two words. */
const exceptions: Readonly<Record<string, string>> = {
  minQuantity: 'minQuantity',
  minimumQuantity: 'min_quantity',
};
const codeNamesOfExceptions = new Map(
  Object.entries(exceptions).map(([name, wire]) => [wire, name] as const),
);

/** A name of code in native casing. */
export function wireName(name: string): string {
  return Object.hasOwn(exceptions, name)
    ? (exceptions[name] as string)
    : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A name of code in a casing: Nexis has the very names of code. */
export function nameIn(casing: Casing, name: string): string {
  return casing === 'nexis' ? name : wireName(name);
}

/** What `wireName` made a native name of. */
export function codeName(wire: string): string {
  return (
    codeNamesOfExceptions.get(wire) ??
    wire.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  );
}

/** `lines.0.unitPrice` as the caller knows it: `lines.0.unit_price`. */
export function wirePath(path: string): string {
  return path.split('.').map(wireName).join('.');
}

const upperSnake = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** `STORE_CREDIT` is `StoreCredit` in Nexis casing. A word that is written otherwise stays. */
export function nexisWord(word: string): string {
  if (!upperSnake.test(word)) return word;
  return word
    .split('_')
    .map((part) => `${part.charAt(0)}${part.slice(1).toLowerCase()}`)
    .join('');
}

/** Words that are names of fields, as `-created_at` in `?ordering=`: `-createdAt`. */
export function nexisFieldWord(word: string): string {
  return word.startsWith('-') ? `-${codeName(word.slice(1))}` : codeName(word);
}
