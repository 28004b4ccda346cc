/** Which printer it is, and how it stood when it was last heard of. */
import type { ReactNode } from 'react';
import { useWords } from '../../app/app.ts';
import { useDevices, useDeviceSettings } from '../../app/use-devices.ts';

export function PrinterStanding(): ReactNode {
  const { printer } = useDeviceSettings();
  const standing = useDevices((state) => state.printer);
  const { say } = useWords();
  const name = printer.by === 'bluetooth' ? printer.name : '';
  const isDialog = printer.by === 'browser';
  const text =
    standing.kind === 'trouble'
      ? say(`trouble.${standing.trouble}`)
      : say(`standing.${standing.kind}`);
  const look = lookOf(standing.kind);
  return (
    <p className="setting-actions" role="status">
      <strong>{[say(`printer.${printer.by}`), name].filter(Boolean).join(' · ')}</strong>
      <span className={`badge ${isDialog ? 'neutral' : look}`}>
        {isDialog ? say('standing.dialog') : text}
      </span>
    </p>
  );
}

function lookOf(kind: 'checking' | 'ready' | 'near_end' | 'silent' | 'trouble'): string {
  if (kind === 'trouble') return 'person';
  return kind === 'near_end' ? 'wait' : 'neutral';
}
