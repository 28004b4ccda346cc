/** How JSON is built, read off its bytes in one pass, without a stack. */

export interface JsonShape {
  /** How many names its objects write down, each as often as it is written. */
  readonly names: number;
  /** Whether some name is written with a backslash. */
  readonly hasEscapedName: boolean;
  /** How deep its objects and lists stand in each other; 0 for a bare value. */
  readonly depth: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/**
 * The bytes must be UTF-8 that `JSON.parse` took: nothing is checked here. No byte of a longer
 * character looks like one of the marks, so bytes are enough.
 */
export function jsonShapeOf(bytes: Uint8Array): JsonShape {
  let names = 0;
  let hasEscapedName = false;
  let isEscaped = false;
  let level = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      isEscaped = false;
      for (at += 1; at < bytes.length && bytes[at] !== QUOTE; at += 1) {
        if (bytes[at] === BACKSLASH) {
          isEscaped = true;
          at += 1;
        }
      }
    } else if (byte === COLON) {
      names += 1;
      hasEscapedName ||= isEscaped;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      level += 1;
      if (level > depth) depth = level;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) level -= 1;
  }
  return { names, hasEscapedName, depth };
}
