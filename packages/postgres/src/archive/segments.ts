/** Names of pieces of the log: timeline, then number, in hexadecimal; 256 low ones a high one. */

export const SEGMENT = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/;

/** The one that follows, on the same timeline. */
function segmentAfter(name: string): string {
  const [, timeline = '', high = '', low = ''] = SEGMENT.exec(name) ?? [];
  const next = Number.parseInt(high, 16) * 256 + Number.parseInt(low, 16) + 1;
  const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');
  return `${timeline}${hex(Math.floor(next / 256))}${hex(next % 256)}`;
}

/** The last of a row without gap that begins with `first`; undefined where that is missing. */
export function lastOfRow(first: string, there: ReadonlySet<string>): string | undefined {
  if (!there.has(first)) return undefined;
  let last = first;
  for (let next = segmentAfter(last); there.has(next); next = segmentAfter(next)) last = next;
  return last;
}

/** Whether a piece is older than another, whatever their timelines. */
export function isBefore(one: string, other: string): boolean {
  return one.slice(8) < other.slice(8);
}
