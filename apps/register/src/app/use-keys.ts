/** The keyboard: scans from whatever has the focus, and a key for every action of a sale. */
import { useEffect } from 'react';
import { useApp } from './app.ts';
import { commandOf } from './commands.ts';
import { runCommand } from './run-command.ts';
import { makeWedge } from './wedge.ts';

/** Longer than between two keys of a scanner: only then is a single key a person's. */
const PERSON_MS = 45;

interface Begun {
  readonly input: HTMLInputElement | null;
  readonly value: string;
}

export function useKeys(): void {
  const app = useApp();
  useEffect(() => {
    const wedge = makeWedge();
    let begun: Begun = { input: null, value: '' };
    let callOff = (): void => undefined;
    const keyed = (event: KeyboardEvent): void => {
      const input = event.target instanceof HTMLInputElement ? event.target : null;
      const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
      const heard = wedge.feed({ key: event.key, atMs: event.timeStamp, hasModifier });
      callOff();
      if (heard.kind === 'begin') begun = { input, value: input?.value ?? '' };
      if (heard.kind === 'scan') {
        event.preventDefault();
        event.stopPropagation();
        takeBack(begun);
        void app.till.selling.scan(heard.text);
        return;
      }
      const isTyping = input !== null && input.type !== 'radio';
      const isCovered = app.navigation.store.getState().overlay !== null;
      const command = commandOf(event, { isTyping, isCovered: isCovered || isModal() });
      if (command === undefined) return;
      if (command.isCharacter) {
        // It may be the first letter of a scan: nothing is done until it is certain that it is not.
        callOff = app.after(PERSON_MS, () => runCommand(command, app));
        return;
      }
      event.preventDefault();
      runCommand(command, app);
    };
    window.addEventListener('keydown', keyed, { capture: true });
    return () => {
      callOff();
      window.removeEventListener('keydown', keyed, { capture: true });
    };
  }, [app]);
}

function isModal(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** What a scanner typed into a field was not meant for it. */
function takeBack({ input, value }: Begun): void {
  if (input === null || input.value === value) return;
  // React listens to the setter of the element, so the browser's own one is asked.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
