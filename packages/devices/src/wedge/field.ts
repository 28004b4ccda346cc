/**
 * A text field as it was before a scanner typed into it. It is put back through the setter of its
 * own kind and an `input` event, which is how frameworks that hold a field's value notice.
 */

/** What we use of an input or a textarea. */
export interface TextField {
  value: string;
  readonly selectionStart: number | null;
  readonly selectionEnd: number | null;
  setSelectionRange(start: number, end: number): void;
  setRangeText(text: string, start: number, end: number, mode: 'end'): void;
  dispatchEvent(event: never): boolean;
}

export interface FieldMemory {
  readonly field: TextField;
  readonly value: string;
  readonly selection: readonly [number, number] | undefined;
}

/** Kinds of input that take no text. */
const plainTypes = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'range', 'color']);

/** The text field under a key, or undefined where the key is no text there. */
export function fieldOf(target: unknown): TextField | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const { tagName, type } = target as { readonly tagName?: unknown; readonly type?: unknown };
  const isField = tagName === 'TEXTAREA' || (tagName === 'INPUT' && !plainTypes.has(String(type)));
  return isField ? (target as TextField) : undefined;
}

export function rememberField(field: TextField): FieldMemory {
  const { value, selectionStart: start, selectionEnd: end } = field;
  // Fields for numbers and e-mail tell no selection.
  return { field, value, selection: start === null || end === null ? undefined : [start, end] };
}

/** Puts the field back as it was. */
export function restoreField({ field, value, selection }: FieldMemory, inputEvent: never): void {
  if (field.value === value) return;
  setValue(field, value);
  if (selection !== undefined) field.setSelectionRange(...selection);
  field.dispatchEvent(inputEvent);
}

/** Types text where the cursor is. */
export function typeInto(field: TextField, text: string, inputEvent: never): void {
  const { selectionStart: start, selectionEnd: end } = field;
  if (start === null || end === null) setValue(field, field.value + text);
  else field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(inputEvent);
}

/** Past a setter that a framework has put on the field itself. */
function setValue(field: TextField, value: string): void {
  Reflect.set(Object.getPrototypeOf(field) as object, 'value', value, field);
}
