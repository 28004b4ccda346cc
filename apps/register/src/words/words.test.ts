/** Every message in every language: it can be read, and asks for the same things. */
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { languages } from './languages.ts';
import { sw } from './sw.ts';
import { wordsOf } from './words.ts';
import type { MessageKey } from './words.ts';

const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, sw };
const LITERAL = 0;

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** What a message asks for, by name. */
function askedFor(elements: readonly Element[]): string[] {
  return elements.flatMap((element): string[] => {
    if (!('value' in element) || element.type === LITERAL) return [];
    if (!('options' in element)) return [element.value];
    const inside = Object.values(element.options).flatMap(({ value }) => askedFor(value));
    return [element.value, ...inside];
  });
}

const names = (text: string): string[] =>
  [...new Set(askedFor(new IntlMessageFormat(text).getAst()))].sort();

test.each(languages)(
  '%s has every message, asking for what the English one asks for',
  (language) => {
    const table = tables[language] ?? {};
    expect(Object.keys(table).sort()).toEqual(Object.keys(en).sort());
    const different = Object.entries(en).filter(
      ([key, text]) => String(names(text)) !== String(names(table[key] ?? '')),
    );
    expect(different).toEqual([]);
  },
);

test.each(languages)('%s: no message is empty, and none is left in English', (language) => {
  const table = tables[language] ?? {};
  const alike = ['pay.code', 'app.title'];
  for (const [key, text] of Object.entries(table)) {
    expect(text.trim()).not.toBe('');
    if (language !== 'en' && text.length > 14 && !alike.includes(key)) {
      expect([key, text]).not.toEqual([key, en[key as MessageKey]]);
    }
  }
});

test('plurals, amounts and times as each language writes them', () => {
  const english = wordsOf('en', 'Africa/Nairobi');
  const swahili = wordsOf('sw', 'Africa/Nairobi');
  expect(english.say('ticket.items', { count: 1 })).toBe('1 item');
  expect(english.say('ticket.items', { count: 11 })).toBe('11 items');
  expect(swahili.say('ticket.items', { count: 11 })).toBe('Bidhaa 11');
  expect(english.amount(185_700, 'KES')).toBe('1,857.00');
  expect(english.amount(-2_000, 'KES', { isShort: true })).toBe('\u221220');
  expect(english.amount(1_850, 'KES', { isShort: true })).toBe('18.50');
  expect(english.amount(123_456, 'JPY')).toBe('123,456');
  expect(english.time(Date.parse('2026-11-20T11:06:00Z'))).toBe('14:06');
});

test('a message without its argument does not compile', () => {
  const { say } = wordsOf('en', 'UTC');
  // @ts-expect-error It asks for a count.
  const missing = (): string => say('ticket.items');
  // @ts-expect-error There is no such message.
  const unknown = (): string => say('ticket.nothing');
  expect([missing, unknown]).toHaveLength(2);
});
