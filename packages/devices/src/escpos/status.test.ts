import { describe, expect, it } from 'vitest';
import { answerReader } from './answer-reader.ts';
import { statusOfAnswers, statusOfAsb, statusQuestion, troubleOf } from './status.ts';

// One row is what a printer answers to DLE EOT 1, 2, 3, 4  ->  what keeps it from printing.
// prettier-ignore
const answers = [
  [0x16, 0x12, 0x12, 0x12, undefined],
  [0x12, 0x12, 0x12, 0x12, undefined],       // only the drawer's pin differs
  [0x16, 0x12, 0x12, 0x1e, undefined],       // near the end of the roll
  [0x1a, 0x32, 0x12, 0x7e, 'out_of_paper'],
  [0x1a, 0x12, 0x12, 0x72, 'out_of_paper'],
  [0x1a, 0x16, 0x12, 0x12, 'cover_open'],
  [0x1a, 0x36, 0x12, 0x7e, 'cover_open'],    // both: the cover is opened to load paper
  [0x1a, 0x52, 0x1a, 0x12, 'device_error'],  // the cutter
  [0x1a, 0x52, 0x32, 0x12, 'device_error'],  // not to be recovered from
  [0x1a, 0x12, 0x52, 0x12, 'device_error'],  // the head is hot
  [0x1a, 0x12, 0x12, 0x12, 'offline'],
] as const;

describe('the status of a printer', () => {
  it.each(answers)('%i %i %i %i is %s', (printer, offline, error, paper, trouble) => {
    expect(troubleOf(statusOfAnswers({ printer, offline, error, paper }))).toBe(trouble);
  });

  it('tells paper that ends from paper that has ended, and the level of the drawer', () => {
    const well = { printer: 0x16, offline: 0x12, error: 0x12, paper: 0x1e };
    expect(statusOfAnswers(well)).toMatchObject({ paper: 'near_end', drawerPin: 'high' });
    expect(statusOfAnswers({ ...well, printer: 0x12 }).drawerPin).toBe('low');
  });

  it('is asked for in three bytes', () => {
    expect([...statusQuestion('printer'), ...statusQuestion('paper')]).toEqual([
      16, 4, 1, 16, 4, 4,
    ]);
  });

  // prettier-ignore
  it.each([
    [[0x14, 0x00, 0x00, 0x0f], undefined,       'high'],
    [[0x1c, 0x00, 0x0c, 0x0f], 'out_of_paper',  'high'],
    [[0x38, 0x00, 0x00, 0x0f], 'cover_open',    'low'],
    [[0x1c, 0x08, 0x00, 0x0f], 'device_error',  'high'],
    [[0x1c, 0x00, 0x00, 0x0f], 'offline',       'high'],
  ] as const)('also in the four bytes it sends unasked: %j', (bytes, trouble, drawerPin) => {
    const status = statusOfAsb(bytes);
    expect(status && [troubleOf(status), status.drawerPin]).toEqual([trouble, drawerPin]);
  });

  it.each([[[0x14, 0x00, 0x00]], [[0x12, 0, 0, 0]], [[0x14, 0x90, 0, 0]], [[]]])(
    'is not made of %j',
    (bytes) => {
      expect(statusOfAsb(bytes)).toBeUndefined();
    },
  );
});

describe('what comes back from a printer', () => {
  const kinds = (...pieces: readonly (readonly number[])[]) => {
    const read = answerReader();
    return pieces.flatMap((piece) => read(Uint8Array.from(piece)).map(({ kind }) => kind));
  };

  // prettier-ignore
  it.each([
    ['an answer to DLE EOT',                 [[0x12]],                             ['real_time']],
    ['an answer to GS r',                    [[0x00]],                             ['done']],
    ['four unasked bytes are no answer',     [[0x14, 0x00, 0x00, 0x0f]],           ['asb']],
    ['in pieces either',                     [[0x14], [0x00, 0x00], [0x0f, 0x00]], ['asb', 'done']],
    ['an answer in the middle of them',      [[0x14, 0x00, 0x16, 0x00, 0x0f]],     ['real_time', 'asb']],
    ['flow control and noise are noise',     [[0x11, 0x13, 0xff, 0x81]],           ['noise', 'noise', 'noise', 'noise']],
    ['four that break off',                  [[0x14, 0xff, 0x00]],                 ['noise', 'done']],
  ] as const)('%s', (_, pieces, expected) => {
    expect(kinds(...pieces)).toEqual(expected);
  });
});
