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

/** One line of text: no control characters, no half of a surrogate pair, which SQL cannot hold. */
export const text = (lengthMax: number, lengthMin = 0): z.ZodString =>
  z
    .string()
    .min(lengthMin)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** Text of several lines. */
export const longText = (lengthMax: number): z.ZodString =>
  z
    .string()
    .max(lengthMax)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u);

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

/** An instant, RFC 3339 with an offset. */
export const instant = (): z.ZodString =>
  z
    .string()
    .max(40)
    .regex(
      /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$/,
    )
    .meta({ format: 'date-time' });

/** ISO 4217, three capitals. */
export const currencyCode = (): z.ZodString => z.string().regex(/^[A-Z]{3}$/);

/** A whole number within bounds. */
export const whole = (min: number, max: number = Number.MAX_SAFE_INTEGER): z.ZodInt =>
  z.int().min(min).max(max);

/** Versions count up from one, and the database counts them in 32 bits. */
export const priceBookVersion = (): z.ZodInt => whole(1, 2_147_483_647);

/** SHA-256, hexadecimal. */
export const sha256 = (): z.ZodString => z.string().regex(/^[0-9a-f]{64}$/);
