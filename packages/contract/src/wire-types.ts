/**
 * The kinds of value that cross the wire, each with its limits.
 *
 * Everything here can be said in JSON Schema: no transform, no refinement, no coercion. What a
 * schema cannot say (an amount finer than the currency's minor unit), the use case checks.
 */
import { z } from 'zod';

/** Any UUID, whatever its version: ids are made by whoever creates the thing. */
export const uuid = (): z.ZodString =>
  z
    .string()
    .regex(/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/)
    .meta({ format: 'uuid' });

/*
 * Control characters and halves of surrogate pairs are said by their numbers: `\p{…}` is no part of
 * the patterns that other languages know, and they read our OpenAPI document.
 */
/* eslint-disable no-control-regex */
const lineOfText = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]*$/u;
const linesOfText = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff]*$/u;
/* eslint-enable no-control-regex */

/** One line of text: no control characters, no half of a surrogate pair, which SQL cannot hold. */
export const text = (lengthMax: number, lengthMin = 0): z.ZodString =>
  z.string().min(lengthMin).max(lengthMax).regex(lineOfText);

/** Text of several lines. */
export const longText = (lengthMax: number): z.ZodString =>
  z.string().max(lengthMax).regex(linesOfText);

const decimalPattern = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?$/;

/** An amount or a quantity as a decimal string; the door also takes a JSON number for it. */
export const decimal = (): z.ZodString =>
  z.string().regex(decimalPattern).max(24).meta({ format: 'decimal' });

/** A decimal that is not below zero. */
export const positiveDecimal = (): z.ZodString =>
  z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?$/)
    .max(24)
    .meta({ format: 'decimal' });

/** How much one unit of a currency is of another: to nine digits, below ten million. */
export const exchangeRate = (): z.ZodString =>
  z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,9})?$/)
    .max(17)
    .meta({ format: 'decimal' });

/** Days that are there: a pattern, so that JSON Schema can say it. */
function dayPattern(year: string, leapYear: string): string {
  const long = '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])';
  const short = '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)';
  const february = '02-(?:0[1-9]|1[0-9]|2[0-8])';
  return `(?:${year}-(?:${long}|${short}|${february})|${leapYear}-02-29)`;
}

const fourYears = '(?:0[48]|[2468][048]|[13579][26])';
const anyDay = dayPattern('[0-9]{4}', `(?:[0-9]{2}${fourYears}|(?:[02468][048]|[13579][26])00)`);
const sendableDay = dayPattern('(?:19|2[0-9])[0-9]{2}', `(?:(?:19|2[0-9])${fourYears}|2[048]00)`);
const timeOfDay = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?';
const offset = '(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))';

const instantOn = (day: string): z.ZodString =>
  z
    .string()
    .max(40)
    .regex(new RegExp(`^${day}T${timeOfDay}${offset}$`));

/** An instant as we say it, RFC 3339 with an offset. */
export const instant = (): z.ZodString => instantOn(anyDay).meta({ format: 'date-time' });

/**
 * An instant as it may be sent. The years are wide enough for a clock that forgot everything (1970,
 * and the evening before in America) and narrow enough to stay years of four digits in UTC. Leap
 * seconds are not taken: neither Unix time nor PostgreSQL has a place for them.
 */
export const sentInstant = (): z.ZodString =>
  instantOn(sendableDay).meta({
    format: 'date-time',
    description:
      'RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, ' +
      'no second 60',
  });

/** A calendar day, as `2026-01-31`. */
export const day = (): z.ZodString =>
  z
    .string()
    .max(10)
    .regex(new RegExp(`^${sendableDay}$`))
    .meta({ format: 'date' });

/** ISO 4217, three capitals. */
export const currencyCode = (): z.ZodString => z.string().regex(/^[A-Z]{3}$/);

/** A whole number within bounds. */
export const whole = (min: number, max: number = Number.MAX_SAFE_INTEGER): z.ZodInt =>
  z.int().min(min).max(max);

/** Versions count up from one, and the database counts them in 32 bits. */
export const priceBookVersion = (): z.ZodInt => whole(1, 2_147_483_647);

/** SHA-256, hexadecimal. */
export const sha256 = (): z.ZodString => z.string().regex(/^[0-9a-f]{64}$/);
