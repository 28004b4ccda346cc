/**
 * The pack is half the name: what stands at the end of `Unga wa mahindi, 2 kg` is shown apart, so
 * that two sizes of one thing are told from each other at a glance.
 */
const pack =
  /[\s,]+((?:tray|box|pack|bag|set|bunch) of \d+|\d+(?:[.,]\d+)?\s?(?:kg|g|mg|l|ml|cl|m|cm|mm|pcs|oz|lb)|\d+\s?[x×]\s?\d+\s?(?:g|ml|l|kg)?)\.?$/iu;

export interface ShownName {
  readonly name: string;
  /** Empty where the name says none. */
  readonly pack: string;
}

export function shownName(full: string): ShownName {
  const found = pack.exec(full);
  const [whole, size] = found ?? [];
  if (whole === undefined || size === undefined || found === null || found.index < 2) {
    return { name: full, pack: '' };
  }
  return { name: full.slice(0, found.index), pack: size };
}
