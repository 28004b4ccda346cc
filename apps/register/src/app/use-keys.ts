/** The keyboard: scans from whatever has the focus, and a key for every action of a sale. */
import { useLayoutEffect } from 'react';
import { useApp } from './app.ts';
import { commandOf } from './commands.ts';
import { runCommand } from './run-command.ts';
import { hearScan } from './hear-scan.ts';

export function useKeys(): void {
  const app = useApp();
  // Before there is anything to see: a scan that comes with the first picture is heard.
  useLayoutEffect(() => {
    const keyed = (event: KeyboardEvent): void => {
      const input = event.target instanceof HTMLInputElement ? event.target : null;
      const isTyping = input !== null && input.type !== 'radio';
      const isCovered = app.navigation.store.getState().overlay !== null;
      const command = commandOf(event, { isTyping, isCovered: isCovered || isModal() });
      if (command === undefined) return;
      event.preventDefault();
      runCommand(command, app);
    };
    // First, so that keys of a scan come to nobody else, and keys of a person a moment later.
    const deafen = app.devices.scanner.listen((scan) => hearScan(scan, app));
    window.addEventListener('keydown', keyed, { capture: true });
    return () => {
      deafen();
      window.removeEventListener('keydown', keyed, { capture: true });
    };
  }, [app]);
}

function isModal(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
