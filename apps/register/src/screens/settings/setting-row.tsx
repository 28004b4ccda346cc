/** What a choice is called, and the choice. */
import type { ReactNode } from 'react';
import { useWords } from '../../app/app.ts';
import { Segments } from '../../parts/segments.tsx';

export function SettingRow({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="setting">
      <span>{label}</span>
      {children}
    </div>
  );
}

export interface OnOffProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function OnOff({ label, isOn, onChange }: OnOffProps): ReactNode {
  const { say } = useWords();
  return (
    <SettingRow label={label}>
      <Segments
        label={label}
        value={isOn ? 'on' : 'off'}
        onChange={(next) => onChange(next === 'on')}
        segments={[
          { value: 'on', label: say('common.on') },
          { value: 'off', label: say('common.off') },
        ]}
      />
    </SettingRow>
  );
}
