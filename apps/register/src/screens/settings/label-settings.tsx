/** How the labels of the shop's scales are laid out, and what the last scan reads as. */
import { checkCodeLayout, decimalOfMilli, readEmbeddedCode } from '@evertill/domain';
import type { EmbeddedCode } from '@evertill/domain';
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { useDevices, useDeviceSettings } from '../../app/use-devices.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Segments } from '../../parts/segments.tsx';
import { SettingRow } from './setting-row.tsx';

const decimals = ['0', '1', '2', '3'] as const;

export function LabelSettings(): ReactNode {
  const { devices } = useApp();
  const { codeLayouts } = useDeviceSettings();
  const { say } = useWords();
  return (
    <section className="card setting-group">
      <h2>{say('settings.labels')}</h2>
      <p className="told">{say('settings.labelsTold')}</p>
      <ul className="chosen-keys">
        {codeLayouts.map((layout, index) => (
          <li key={index}>
            <span className="plain-output">{`${layout.pattern} · ${String(layout.decimals)}`}</span>
            <IconButton
              name="x"
              label={say('settings.removeLabel', { pattern: layout.pattern })}
              onClick={() =>
                devices.settings.setState({
                  codeLayouts: codeLayouts.filter((one) => one !== layout),
                })
              }
            />
          </li>
        ))}
      </ul>
      <LabelTrial />
      <LabelForm />
    </section>
  );
}

function LabelTrial(): ReactNode {
  const { codeLayouts } = useDeviceSettings();
  const text = useDevices((state) => state.lastScan?.text ?? '');
  const { say } = useWords();
  const layout = codeLayouts.find((one) => readEmbeddedCode(text, [one]) !== undefined);
  const read = layout === undefined ? undefined : readEmbeddedCode(text, [layout]);
  return (
    <p role="status" className="told">
      {layout === undefined || read === undefined
        ? ''
        : say('settings.labelReads', {
            pattern: layout.pattern,
            item: read.item,
            value: writtenOf(read.value),
          })}
    </p>
  );
}

function writtenOf(value: EmbeddedCode['value']): string {
  if (value.kind === 'weight') return decimalOfMilli(value.quantityMilli);
  const { digits, decimals: places } = value;
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

function LabelForm(): ReactNode {
  const { devices } = useApp();
  const { codeLayouts } = useDeviceSettings();
  const { say } = useWords();
  const [pattern, setPattern] = useState('');
  const [places, setPlaces] = useState<(typeof decimals)[number]>('3');
  const layout = { pattern, decimals: Number(places) };
  const isWrong = checkCodeLayout(layout) !== undefined;
  const add = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isWrong) return;
    devices.settings.setState({ codeLayouts: [...codeLayouts, layout] });
    setPattern('');
  };
  return (
    <form className="setting-form" onSubmit={add}>
      <Field
        label={say('settings.label')}
        value={pattern}
        placeholder="21IIIIIWWWWWC"
        help={pattern !== '' && isWrong ? say('label.flaw') : undefined}
        onChange={(event) => setPattern(event.target.value.toUpperCase().replace(/\s/g, ''))}
      />
      <SettingRow label={say('settings.labelDecimals')}>
        <Segments
          label={say('settings.labelDecimals')}
          value={places}
          onChange={setPlaces}
          segments={decimals.map((value) => ({ value, label: value }))}
        />
      </SettingRow>
      <div className="setting-actions">
        <Button isSubmit icon="plus" disabled={isWrong}>
          {say('settings.addLabel')}
        </Button>
      </div>
    </form>
  );
}
