/**
 * SHA-256 (FIPS 180-4) of a few bytes. The rules import nothing and never wait, and what a browser
 * offers makes one wait; what is printed offline has to be known at once.
 */

/** The digest: 32 bytes. Meant for less than a kilobyte: it is not fast. */
export function sha256(message: Uint8Array): Uint8Array {
  const state = Uint32Array.from(firstState);
  const padded = padOf(message);
  for (let offset = 0; offset < padded.byteLength; offset += 64) {
    mix(state, new DataView(padded.buffer, offset, 64));
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => {
    digest.setUint32(index * 4, word);
  });
  return new Uint8Array(digest.buffer);
}

const primes = Array.from({ length: 312 }, (_, index) => index).filter(
  (number) => number > 1 && !Array.from({ length: 16 }, (_, by) => by + 2).some(divides(number)),
);

function divides(number: number): (by: number) => boolean {
  return (by) => number % by === 0 && number !== by;
}

/** The first 32 bits behind the point of the roots of primes, as exact as whole numbers are. */
function fractionOfRoot(prime: number, root: bigint): number {
  const scaled = BigInt(prime) << (32n * root);
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** root <= scaled) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}

const firstState = primes.slice(0, 8).map((prime) => fractionOfRoot(prime, 2n));
const constants = primes.slice(0, 64).map((prime) => fractionOfRoot(prime, 3n));

/** A bit, zeroes, and the length in bits, up to whole blocks. */
function padOf(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil((message.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, message.length * 8);
  return padded;
}

function mix(state: Uint32Array, block: DataView): void {
  const words = wordsOf(block);
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (const [index, word] of words.entries()) {
    const choice = (e & f) ^ (~e & g);
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + word) >>> 0;
    const first = (one + constants[index]!) >>> 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) >>> 0;
    [a, b, c, d, e, f, g, h] = [(first + second) >>> 0, a, b, c, (d + first) >>> 0, e, f, g];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index]! += word;
}

type Eight = [number, number, number, number, number, number, number, number];

function wordsOf(block: DataView): Uint32Array {
  const words = new Uint32Array(64);
  for (let index = 0; index < 64; index += 1) {
    if (index < 16) {
      words[index] = block.getUint32(index * 4);
      continue;
    }
    const [two, fifteen] = [words[index - 2]!, words[index - 15]!];
    const low = turn(fifteen, 7) ^ turn(fifteen, 18) ^ (fifteen >>> 3);
    const high = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
    words[index] = words[index - 16]! + low + words[index - 7]! + high;
  }
  return words;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
