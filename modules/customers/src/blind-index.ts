/**
 * What a customer can be found by: keyed hashes of the normalised phone number, the e-mail, and the
 * beginnings of the words of the name. Equal values of one shop have equal marks, and that is all
 * the database can tell; what it can still guess from that stands in docs/guides/customers.md.
 */
import { canonicalJson } from '@evertill/contract';
import { normalPhone } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import { createHmac } from 'node:crypto';
import type { Details } from './sealed-details.ts';
import type { Keys } from './shop-keys.ts';

export type MarkKind = 'phone' | 'email' | 'name';

export interface Mark {
  readonly kind: MarkKind;
  readonly mark: Buffer;
}

const WORDS_MAX = 8;
const PREFIX_MIN = 3;
const PREFIX_MAX = 12;

/** In lower case, without accents; only letters and digits make words. */
export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** `Wanjiru` is found from `wan` on; a word of fewer letters is found whole. */
function beginningsOf(word: string): readonly string[] {
  const letters = Array.from(word);
  if (letters.length < PREFIX_MIN) return [word];
  const longest = Math.min(letters.length, PREFIX_MAX);
  return Array.from({ length: longest - PREFIX_MIN + 1 }, (_, more) =>
    letters.slice(0, PREFIX_MIN + more).join(''),
  );
}

function mark({ index }: Keys, kind: MarkKind, value: string): Mark {
  return { kind, mark: createHmac('sha256', index).update(`${kind}\0${value}`).digest() };
}

/** Refused as `input_invalid` where it is no telephone number. */
export function phoneMark(keys: Keys, phone: string, currency: string): Mark {
  const normal = normalPhone(phone, currency);
  if (normal === undefined) {
    const fields = [{ field: 'phone', message: 'is no telephone number' }];
    refuse('input_invalid', { detail: 'phone is no telephone number', fields });
  }
  return mark(keys, 'phone', normal);
}

export function emailMark(keys: Keys, email: string): Mark {
  return mark(keys, 'email', email.trim().normalize('NFC').toLowerCase());
}

/** What each word of a search must have: words beyond twelve letters are cut there. */
export function searchMarks(keys: Keys, search: string): readonly Mark[] {
  return wordsOf(search)
    .slice(0, WORDS_MAX)
    .map((word) => mark(keys, 'name', Array.from(word).slice(0, PREFIX_MAX).join('')));
}

export function marksOf(keys: Keys, details: Details, currency: string): readonly Mark[] {
  const words = wordsOf(details.name).slice(0, WORDS_MAX);
  const beginnings = new Set(words.flatMap(beginningsOf));
  return [
    ...(details.phone === null ? [] : [phoneMark(keys, details.phone, currency)]),
    ...(details.email === null ? [] : [emailMark(keys, details.email)]),
    ...[...beginnings].map((beginning) => mark(keys, 'name', beginning)),
  ];
}

/** Stands for what was said of somebody, to know the same request again: 64 hexadecimal digits. */
export function bodyMark({ index }: Keys, said: object): string {
  const text = canonicalJson(said);
  return createHmac('sha256', index).update(`body\0${text}`).digest('hex');
}

/** Stands for a hash, under a key that the database has only sealed. */
export function hashMark(key: Buffer, bodyHash: string): string {
  return createHmac('sha256', key).update(`hash\0${bodyHash}`).digest('hex');
}
