/**
 * The till's words: messages in the language of whoever stands there, with the arguments that each
 * asks for, and amounts, quantities and times as that language writes them.
 */
import { decimalOf, decimalOfMilli, exponentOf } from '@evertill/domain';
import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.ts';
import type { Language } from './languages.ts';
import { sw } from './sw.ts';

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;

/** `{name}` and `{count, plural, …}` ask for something; `{# left}` and `{Nothing}` do not. */
type ArgumentNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Exclude<NameOf<Name>, ''> | ArgumentNames<Rest>
  : never;
type NameOf<Text extends string> = Text extends `${infer Name},${infer Rest}`
  ? Plain<Name> | ArgumentNames<`${Rest}}`>
  : Plain<Text>;
type Plain<Text extends string> = Text extends `${string}${' ' | '#' | '.' | '{'}${string}`
  ? never
  : Text extends Uncapitalize<Text>
    ? Text
    : never;

export type ArgumentsOf<Key extends MessageKey> = Readonly<
  Record<ArgumentNames<(typeof en)[Key]>, string | number>
>;

export type Say = <Key extends MessageKey>(
  key: Key,
  ...values: ArgumentNames<(typeof en)[Key]> extends never ? [] : [ArgumentsOf<Key>]
) => string;

export interface Words {
  readonly language: Language;
  readonly say: Say;
  /** `1,857.00`; with `short`, whole amounts lose their decimals: `185`. */
  readonly amount: (minor: number, currency: string, options?: { isShort?: boolean }) => string;
  readonly parts: (minor: number, currency: string) => AmountParts;
  /** `0.85`, `12`. */
  readonly quantity: (milli: number) => string;
  /** `14:02`, on the wall of the shop. */
  readonly time: (atMs: number) => string;
  /** `21 Nov, 14:02`, or only the time where it was today. */
  readonly moment: (atMs: number, nowMs: number) => string;
}

export interface AmountParts {
  /** U+2212 or nothing. */
  readonly sign: string;
  readonly whole: string;
  /** With its point; empty where the currency has none. */
  readonly fraction: string;
}

const tables: Readonly<Record<Language, Messages>> = { en, sw };
/** Both write amounts alike where they are spoken: a comma for thousands, a point for cents. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', sw: 'sw-KE' };
const formats = new Map<string, IntlMessageFormat>();
const spoken = new Map<string, Words>();

/** The same object for the same question: a browser takes a millisecond to make its formats. */
export function wordsOf(language: Language, timeZone: string): Words {
  const name = `${language} ${timeZone}`;
  const known = spoken.get(name);
  if (known !== undefined) return known;
  const words = makeWords(language, timeZone);
  spoken.set(name, words);
  return words;
}

function makeWords(language: Language, timeZone: string): Words {
  const grouping = new Intl.NumberFormat('en-GB');
  const clock = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const time = new Intl.DateTimeFormat(locales[language], clock);
  const day = new Intl.DateTimeFormat(locales[language], {
    timeZone,
    day: 'numeric',
    month: 'short',
  });
  const parts = (minor: number, currency: string): AmountParts => {
    const [whole = '', fraction] = decimalOf(Math.abs(minor), currency).split('.');
    return {
      sign: minor < 0 ? '\u2212' : '',
      whole: grouping.format(BigInt(whole)),
      fraction: fraction === undefined ? '' : `.${fraction}`,
    };
  };
  return {
    language,
    say: (key, ...[values]) => formatOf(language, key).format(values) as string,
    parts,
    amount: (minor, currency, { isShort = false } = {}) => {
      const { sign, whole, fraction } = parts(minor, currency);
      const isWhole = exponentOf(currency) > 0 && /^\.0+$/.test(fraction);
      return `${sign}${whole}${isShort && isWhole ? '' : fraction}`;
    },
    quantity: decimalOfMilli,
    time: (atMs) => time.format(atMs),
    moment: (atMs, nowMs) => {
      const isToday = day.format(atMs) === day.format(nowMs);
      return isToday ? time.format(atMs) : `${day.format(atMs)}, ${time.format(atMs)}`;
    },
  };
}

function formatOf(language: Language, key: MessageKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const format = new IntlMessageFormat(tables[language][key], locales[language]);
  formats.set(name, format);
  return format;
}
