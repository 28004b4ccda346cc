/** What stands in a golden file: the bytes of a document, and the paper that they come to. */
import { encodeDocument, encodeDrawerPulse, paperText, readPaper } from '../src/index.ts';
import type { GoldenCase } from './golden-cases.ts';

export const goldenFolder = new URL('golden/', import.meta.url);

export interface Golden {
  readonly about: string;
  readonly columns: number;
  readonly spelled: readonly string[];
  /** Sixteen bytes a line. */
  readonly bytes: readonly string[];
}

export interface MadeGolden {
  readonly golden: Golden;
  readonly paper: string;
  readonly bytes: Uint8Array;
}

/** What the code of today makes of a case. */
export function makeGolden({ about, document, profile, drawLine }: GoldenCase): MadeGolden {
  const { bytes, spelled } =
    document === 'drawer'
      ? { bytes: encodeDrawerPulse(profile), spelled: [] }
      : encodeDocument(document, profile, drawLine);
  const hex = Buffer.from(bytes).toString('hex');
  return {
    golden: { about, columns: profile.columns, spelled, bytes: hex.match(/.{1,32}/g) ?? [] },
    paper: `${paperText(readPaper(bytes, profile))}\n`,
    bytes,
  };
}
