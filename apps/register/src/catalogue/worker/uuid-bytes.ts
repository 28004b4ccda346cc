/** Ids as the snapshot holds them: sixteen bytes each, one behind the other, in order. */

const ID_BYTES = 16;
const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function uuidBytes(uuid: string): Uint8Array<ArrayBuffer> {
  const hex = uuid.replaceAll('-', '');
  const bytes = new Uint8Array(ID_BYTES);
  for (let at = 0; at < ID_BYTES; at += 1) {
    bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  }
  return bytes;
}

export function uuidAt(ids: Uint8Array, row: number): string {
  let text = '';
  for (let at = 0; at < ID_BYTES; at += 1) {
    text += hexOf[ids[row * ID_BYTES + at] ?? 0] ?? '';
    if (at === 3 || at === 5 || at === 7 || at === 9) text += '-';
  }
  return text;
}

/** The row of an id among sorted ones; undefined where it is not. */
export function rowOfUuid(ids: Uint8Array, uuid: string): number | undefined {
  const { row, isThere } = placeOfUuid(ids, uuid);
  return isThere ? row : undefined;
}

/** The first row that is not before an id, and whether it is the id's own. */
export function placeOfUuid(
  ids: Uint8Array,
  uuid: string,
): { readonly row: number; readonly isThere: boolean } {
  const wanted = uuidBytes(uuid);
  const rows = ids.length / ID_BYTES;
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (orderAt(ids, middle * ID_BYTES, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return { row: low, isThere: low < rows && orderAt(ids, low * ID_BYTES, wanted) === 0 };
}

function orderAt(ids: Uint8Array, from: number, wanted: Uint8Array): number {
  for (let at = 0; at < ID_BYTES; at += 1) {
    const difference = (ids[from + at] ?? 0) - (wanted[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
