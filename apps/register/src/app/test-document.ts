/** A page to try a printer with: how wide a line is, which letters it has, where it cuts. */
import type { PrintDocument } from '@evertill/devices';
import { printable } from '@evertill/domain';
import type { ReceiptHeading } from '../till/receipts.ts';
import type { Words } from '../words/words.ts';

/** Of West and Middle Europe, Cyrillic, and what no code page of a printer holds. */
const LETTERS = 'ÀÉÇñßøĀŁŠŽЖЮ€½';

export function testDocument(
  columns: number,
  { shopName, registerName, language }: ReceiptHeading,
  say: Words['say'],
): PrintDocument {
  const title = say('test.title');
  const line = Array.from({ length: columns }, (_, index) => String((index + 1) % 10)).join('');
  return {
    title,
    language,
    parts: [
      { kind: 'centre', text: printable(shopName), isStrong: true },
      { kind: 'centre', text: title, isStrong: false },
      { kind: 'centre', text: printable(registerName), isStrong: false },
      { kind: 'rule' },
      { kind: 'text', text: say('test.width') },
      { kind: 'text', text: line },
      { kind: 'text', text: say('test.letters') },
      { kind: 'text', text: LETTERS },
      { kind: 'rule' },
      { kind: 'pair', left: say('ticket.total'), right: '1,234.50', indent: 0, isStrong: true },
    ],
  };
}
