/** The printer: which one, how it stands, what its paper is, and when it prints by itself. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, usePreferences, useWords } from '../../app/app.ts';
import { connections, letterSets, profileOf, rolls } from '../../app/device-settings.ts';
import type { Connection, LetterSet, Roll } from '../../app/device-settings.ts';
import { printings } from '../../app/preferences.ts';
import { testDocument } from '../../app/test-document.ts';
import { useDevices, useDeviceSettings } from '../../app/use-devices.ts';
import { useHeading } from '../../app/use-heading.ts';
import { Button } from '../../parts/button.tsx';
import { Segments } from '../../parts/segments.tsx';
import { PrinterStanding } from './printer-standing.tsx';
import { OnOff, SettingRow } from './setting-row.tsx';

const LOOK_MS = 2_000;

export function PrinterSettings(): ReactNode {
  const { devices, preferences, after } = useApp();
  const { printing } = usePreferences();
  const { printer } = useDeviceSettings();
  const { say } = useWords();
  useEffect(() => {
    let callOff = (): void => undefined;
    // Somebody who puts paper in looks at the screen for it.
    const lookAgain = (): void => {
      void devices.look().then(() => {
        callOff = isOver ? callOff : after(LOOK_MS, lookAgain);
      });
    };
    let isOver = false;
    lookAgain();
    return () => {
      isOver = true;
      callOff();
    };
  }, [devices, after, printer]);
  return (
    <section className="card setting-group">
      <h2>{say('settings.printer')}</h2>
      <SettingRow label={say('settings.printsBy')}>
        <PrinterStanding />
      </SettingRow>
      <Connect />
      <PaperChoice />
      {printer.by === 'browser' ? null : <Abilities />}
      <SettingRow label={say('settings.printing')}>
        <Segments
          label={say('settings.printing')}
          value={printing}
          onChange={(next) => preferences.setState({ printing: next })}
          segments={printings.map((value) => ({ value, label: say(`printing.${value}`) }))}
        />
      </SettingRow>
      <Trial />
    </section>
  );
}

function Connect(): ReactNode {
  const { devices } = useApp();
  const { say } = useWords();
  const [isUnchosen, setUnchosen] = useState(false);
  const connect = async (by: Connection): Promise<void> =>
    setUnchosen(!(await devices.connect(by)));
  const offered = connections.filter((by) => devices.connections.includes(by));
  return (
    <SettingRow label={say('settings.connect')}>
      <div className="setting-actions">
        {offered.map((by) => (
          <Button key={by} icon="printer" onClick={() => void connect(by)}>
            {say(`printer.${by}`)}
          </Button>
        ))}
        {offered.length > 0 ? null : <p className="told">{say('settings.noConnections')}</p>}
        <p className="told" role="status">
          {isUnchosen ? say('settings.chosenNone') : ''}
        </p>
      </div>
    </SettingRow>
  );
}

function PaperChoice(): ReactNode {
  const { devices } = useApp();
  const { roll, printer } = useDeviceSettings();
  const { say } = useWords();
  const offered: readonly Roll[] = printer.by === 'browser' ? ['58', '80', 'a4'] : rolls;
  return (
    <SettingRow label={say('settings.roll')}>
      <Segments
        label={say('settings.roll')}
        value={roll}
        onChange={(next) => devices.settings.setState({ roll: next })}
        segments={offered.map((value) => ({ value, label: say(`roll.${value}`) }))}
      />
    </SettingRow>
  );
}

/** What no cable tells. */
function Abilities(): ReactNode {
  const { devices } = useApp();
  const { letters, saysStatus } = useDeviceSettings();
  const { say } = useWords();
  const nameOf = (set: LetterSet): string =>
    set === 'all' ? say('letters.all') : set.replace('windows', 'CP').toUpperCase();
  return (
    <>
      <SettingRow label={say('settings.letters')}>
        <div>
          <Segments
            look="chips"
            label={say('settings.letters')}
            value={letters}
            onChange={(next) => devices.settings.setState({ letters: next })}
            segments={letterSets.map((value) => ({ value, label: nameOf(value) }))}
          />
          <p className="told">{say('settings.lettersTold')}</p>
        </div>
      </SettingRow>
      <OnOff
        label={say('settings.saysStatus')}
        isOn={saysStatus}
        onChange={(isOn) => devices.settings.setState({ saysStatus: isOn })}
      />
    </>
  );
}

function Trial(): ReactNode {
  const { devices, till } = useApp();
  const settings = useDeviceSettings();
  const jobs = useDevices((state) => state.jobs);
  const heading = useHeading();
  const { say } = useWords();
  const [jobId, setJobId] = useState<string>();
  const state = jobs.find(({ id }) => id === jobId)?.state;
  const print = (): void => {
    const id = `test/${till.ports.world.newId()}`;
    const document = testDocument(profileOf(settings).columns, heading, say);
    setJobId(id);
    void devices.print({ id, document, copy: document });
  };
  return (
    <div className="setting-actions">
      <Button icon="printer" onClick={print}>
        {say('settings.testPrint')}
      </Button>
      {settings.printer.by === 'browser' ? null : (
        <Button icon="x" onClick={() => void devices.forget()}>
          {say('settings.forget')}
        </Button>
      )}
      <p className="told" role="status">
        {state?.kind === 'printed' ? say(state.isConfirmed ? 'prints.printed' : 'prints.sent') : ''}
        {state?.kind === 'printing' ? say('prints.printing') : ''}
      </p>
    </div>
  );
}
