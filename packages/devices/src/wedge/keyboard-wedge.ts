/**
 * Scanners that pretend to be keyboards, from any focus. Outside text fields every printable key is
 * held for some 40 ms, so that no shortcut fires in the middle of a scan; inside a field the first
 * two keys of a burst go through, and are taken out again when it turns out to be a scan.
 */
import type { Clock } from '../clock.ts';
import type { Scan, Scanner } from '../scanner.ts';
import { burstReader, wedgeDefaults } from './burst.ts';
import type { Press, Verdict, WedgeSettings } from './burst.ts';
import { fieldOf, rememberField, restoreField, typeInto } from './field.ts';
import type { FieldMemory } from './field.ts';

/** What we use of a KeyboardEvent. */
export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly code: string;
  readonly timeStamp: number;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  getModifierState(name: string): boolean;
  composedPath(): readonly unknown[];
  preventDefault(): void;
  stopImmediatePropagation(): void;
}

/** What we use of a window. */
export interface WedgePage {
  addEventListener(
    type: 'keydown',
    listener: (press: object) => void,
    options: { capture: true },
  ): void;
  removeEventListener(
    type: 'keydown',
    listener: (press: object) => void,
    options: { capture: true },
  ): void;
  readonly KeyboardEvent: new (type: string, init: object) => object;
  readonly InputEvent: new (type: string, init: object) => object;
}

/** A timer that is late by more than this came to a page that was busy. */
const LATE_MS = 10;
/** So often silence is waited for again: a page that is always busy still has to answer keys. */
const BUSY_WAITS_MAX = 5;

/** Scanners send the separator of GS1 fields as one of these. */
const GROUP_SEPARATOR = '\u001d';

export function keyboardWedge(
  page: WedgePage,
  clock: Clock,
  settings: Partial<WedgeSettings> = {},
): Scanner {
  return {
    listen: (onScan) => {
      const reader = burstReader<KeyPress>({ ...wedgeDefaults, ...settings });
      let memory: FieldMemory | undefined;
      let isGivingBack = false;
      let cancel: () => void = () => undefined;

      const obey = ({ givenBack, scan }: Verdict<KeyPress>) => {
        isGivingBack = true;
        for (const press of givenBack) giveBack(press, page);
        isGivingBack = false;
        if (scan === undefined) return;
        if (scan.hasLeaked && memory !== undefined) restoreField(memory, inputEvent(page));
        memory = undefined;
        onScan(scanOf(scan.text));
      };
      // While the page was busy, keys may have been pressed that are still on their way to us.
      const awaitSilence = (waits: number) => {
        const patienceMs = reader.patienceMs();
        const dueAt = clock.now() + patienceMs;
        cancel = clock.after(patienceMs, () => {
          const wasBusy = clock.now() - dueAt > LATE_MS;
          if (wasBusy && waits > 0) awaitSilence(waits - 1);
          else obey(reader.silence());
        });
      };
      const onKeyDown = (pressed: object) => {
        const event = pressed as KeyPress;
        const key = isGivingBack ? undefined : keyOf(event);
        if (key === undefined) return;
        cancel();
        const field = fieldOf(event.composedPath()[0]);
        const press = { key, at: event.timeStamp, isInField: field !== undefined, event };
        const verdict = reader.press(press);
        if (verdict.isHeld) {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
        // What is given back must be in the field before it is remembered.
        obey(verdict);
        if (verdict.isFirst) memory = field === undefined ? undefined : rememberField(field);
        awaitSilence(BUSY_WAITS_MAX);
      };
      page.addEventListener('keydown', onKeyDown, { capture: true });
      return () => {
        cancel();
        obey({ ...reader.silence(), isHeld: false });
        page.removeEventListener('keydown', onKeyDown, { capture: true });
      };
    },
  };
}

/**
 * The character or key that counts, or undefined for those that are nobody's business: a Shift by
 * itself, a shortcut with Ctrl, what an input method composes. A key that is held down repeats as
 * fast as a scanner types, and is none.
 */
function keyOf(event: KeyPress): string | undefined {
  const { key, repeat, isComposing, ctrlKey, altKey, metaKey } = event;
  if (isComposing || ['Shift', 'CapsLock', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(key)) {
    return undefined;
  }
  if (ctrlKey && key === ']') return GROUP_SEPARATOR;
  const isShortcut = (ctrlKey || altKey || metaKey) && !event.getModifierState('AltGraph');
  if (isShortcut || repeat) return 'Unidentified';
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  // A scanner presses Shift for capitals, and does not know that Caps Lock is on.
  if (isLetter && event.getModifierState('CapsLock')) return swapCase(key);
  return key;
}

function swapCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

/** As if it came now: into the field as text, or to whoever listens for shortcuts. */
function giveBack({ event }: Press<KeyPress>, page: WedgePage): void {
  const target = event.composedPath()[0] ?? lastTarget(event);
  const field = fieldOf(target);
  if (field !== undefined) {
    typeInto(field, event.key, inputEvent(page));
    return;
  }
  const { type, key, code, shiftKey } = event;
  const again = new page.KeyboardEvent(type, {
    key,
    code,
    shiftKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  (target as { dispatchEvent(event: object): boolean }).dispatchEvent(again);
}

/** An event has no path any more once it is over. */
function lastTarget(event: KeyPress): unknown {
  return (event as unknown as { readonly target: unknown }).target;
}

function inputEvent(page: WedgePage): never {
  return new page.InputEvent('input', { bubbles: true, composed: true }) as never;
}

/** Parts the AIM identifier from the text, where the scanner sends one. */
function scanOf(text: string): Scan {
  const [, symbology, rest] = /^(\][A-Za-z]\d)(.+)$/su.exec(text) ?? [];
  if (symbology === undefined || rest === undefined) return { text, source: 'keyboard' };
  return { text: rest, source: 'keyboard', symbology };
}
