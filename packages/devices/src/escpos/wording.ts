/**
 * How a line is put that no code page holds as it stands: first with signs that say the same, then
 * drawn as a picture, and where nothing can draw, spelled out. Never with a silent `?`.
 */
import type { ReceiptLine } from '@evertill/domain';
import { charactersOf, pageFor } from './code-page.ts';
import type { CodePage } from './profile.ts';

export type TextPart = Exclude<ReceiptLine, { readonly kind: 'rule' }>;

export type Wording =
  | { readonly kind: 'typed'; readonly part: TextPart; readonly page: CodePage }
  | { readonly kind: 'drawn'; readonly part: TextPart }
  /** `spelled` are the characters that could not be printed as what they are. */
  | {
      readonly kind: 'spelled';
      readonly part: TextPart;
      readonly page: CodePage;
      readonly spelled: readonly string[];
    };

/** Signs of typography, and the plain ones that mean no less on a receipt. */
const equals: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': ',',
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2022': '*',
  '\u2026': '...',
  '\u2032': "'",
  '\u2033': '"',
  '\u2044': '/',
  '\u2212': '-',
  '\u00d7': 'x',
  '\u20ac': 'EUR',
};

/** Chooses the wording of a line for a printer with these pages. */
export function wordingOf(
  part: TextPart,
  pages: readonly [CodePage, ...CodePage[]],
  canDraw: boolean,
): Wording {
  for (const one of [part, change(part, composed), change(part, (text) => plain(composed(text)))]) {
    const page = pageFor(textsOf(one), pages);
    if (page !== undefined) return { kind: 'typed', part: one, page };
  }
  if (canDraw) return { kind: 'drawn', part };
  const [page] = pages;
  const spelled = new Set<string>();
  return {
    kind: 'spelled',
    part: change(part, (text) => spell(plain(composed(text)), page, spelled)),
    page,
    spelled: [...spelled],
  };
}

/** The texts of a part, as they will stand on paper. */
function textsOf(part: TextPart): readonly string[] {
  return part.kind === 'pair' ? [part.left, part.right] : [part.text];
}

function change(part: TextPart, how: (text: string) => string): TextPart {
  if (part.kind !== 'pair') return { ...part, text: how(part.text) };
  return { ...part, left: how(part.left), right: how(part.right) };
}

/** One character where there are two, since no code page has an accent by itself. */
function composed(text: string): string {
  return text.normalize('NFC');
}

function plain(text: string): string {
  return Array.from(text, (character) => equals[character] ?? character).join('');
}

/** `e` for an `ẹ` with a dot nobody has, `{1F35E}` for a loaf of bread. */
function spell(text: string, page: CodePage, spelled: Set<string>): string {
  const held = charactersOf(page.page);
  return Array.from(text, (character) => {
    if (held.has(character)) return character;
    spelled.add(character);
    const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
    const isHeld = bare !== '' && Array.from(bare).every((one) => held.has(one));
    if (isHeld) return bare;
    return /\p{M}|\p{Cf}/u.test(character) ? '' : `{${pointOf(character)}}`;
  }).join('');
}

function pointOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}
