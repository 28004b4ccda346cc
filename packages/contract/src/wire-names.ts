/**
 * Names on the wire. Code is camelCase; the native casing is AsiriaPOS's snake_case with its one
 * exception. The door converts by these two functions, driven by the schema.
 */

/** AsiriaPOS documents the minimum of a product so, and everywhere else in two words. */
const exceptions: Readonly<Record<string, string>> = {
  minQuantity: 'minQuantity',
  minimumQuantity: 'min_quantity',
};

export function wireName(name: string): string {
  return Object.hasOwn(exceptions, name)
    ? (exceptions[name] as string)
    : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `lines.0.unitPrice` as the caller knows it: `lines.0.unit_price`. */
export function wirePath(path: string): string {
  return path.split('.').map(wireName).join('.');
}
