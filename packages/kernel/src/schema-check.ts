/** Checks a value against a contract schema; refuses with the fields as the caller knows them. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { codecOf, wirePath } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { refuse } from './refusal.ts';
import type { FieldError } from './refusal.ts';

type Schema = Operation['input'];

// Formats are hints for readers here; the patterns beside them are what is enforced. `verbose` puts
// the schema of a field beside its flaw, so that its description can be told.
const ajv = new Ajv2020({
  allErrors: false,
  strict: false,
  validateFormats: false,
  verbose: true,
});
const validators = new WeakMap<Schema, ValidateFunction>();

function validatorOf(schema: Schema): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = ajv.compile(codecOf(schema).schema);
  validators.set(schema, made);
  return made;
}

/** The flaws of a value, empty when it fits. */
export function checkSchema(schema: Schema, value: unknown): readonly FieldError[] {
  const validate = validatorOf(schema);
  return validate(value) ? [] : (validate.errors ?? []).map(fieldError);
}

export function refuseUnlessFits(schema: Schema, value: unknown): void {
  const fields = checkSchema(schema, value);
  if (fields.length > 0) refuse('input_invalid', { detail: describe(fields), fields });
}

const NAME_LENGTH_MAX = 100;

/** A name that a caller made up, as it may be shown, logged and stored. */
export function shownName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
  return plain.length > NAME_LENGTH_MAX
    ? `${plain.slice(0, NAME_LENGTH_MAX)}…`.toWellFormed()
    : plain;
}

/** Names that the schema does not know, as flaws. */
export function unknownFields(names: readonly string[]): readonly FieldError[] {
  return names.map((name) => ({ field: shownName(name), message: 'is not a known field' }));
}

export function describe(fields: readonly FieldError[]): string {
  return fields.map(({ field, message }) => `${field || 'body'}: ${message}`).join('; ');
}

function fieldError(error: ErrorObject): FieldError {
  const parts = error.instancePath.split('/').slice(1);
  const { missingProperty, additionalProperty } = error.params as Record<string, unknown>;
  for (const extra of [missingProperty, additionalProperty]) {
    if (typeof extra === 'string') parts.push(extra);
  }
  return { field: wirePath(parts.join('.')), message: messageOf(error) };
}

/** Our own words: a pattern in a message helps nobody, and values do not belong in messages. */
function messageOf({ keyword, params, parentSchema }: ErrorObject): string {
  const { allowedValues, limit, type } = params as Record<string, unknown>;
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a known field';
    case 'enum':
      return `must be one of ${(allowedValues as readonly string[]).join(', ')}`;
    case 'type':
      return `must be of type ${String(type)}`;
    case 'pattern': {
      const form: unknown = parentSchema?.['description'];
      return `is not in the expected form${typeof form === 'string' ? ` (${form})` : ''}`;
    }
    case 'maxLength':
    case 'maxItems':
    case 'maximum':
      return `must not exceed ${String(limit)}`;
    case 'minLength':
    case 'minItems':
    case 'minimum':
      return `must be at least ${String(limit)}`;
    default:
      return 'does not fit the schema';
  }
}
