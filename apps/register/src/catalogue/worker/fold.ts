/** Text as it is searched: without case, accents and the width of letters. */

/** Letters that Unicode does not take apart, as people type them who have no such key. */
const spelled: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ς: 'σ' },
};
const unusual = new RegExp(`[${Object.keys(spelled).join('')}]`, 'g');

/** One space between words, none at the ends. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(unusual, (letter) => spelled[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim();
}
