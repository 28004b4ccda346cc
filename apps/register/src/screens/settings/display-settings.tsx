/** What the customer looks at: a second window, or two lines on a pole. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import { useDevices, useDeviceSettings } from '../../app/use-devices.ts';
import { Button } from '../../parts/button.tsx';
import { Segments } from '../../parts/segments.tsx';
import { SettingRow } from './setting-row.tsx';

const TEST_MINOR = 12_300;

export function DisplaySettings(): ReactNode {
  const { devices } = useApp();
  const { display } = useDeviceSettings();
  const { say } = useWords();
  const kinds = ['none', 'window', ...(devices.connections.includes('serial') ? ['pole'] : [])];
  return (
    <section className="card setting-group">
      <h2>{say('settings.display')}</h2>
      <SettingRow label={say('settings.shows')}>
        <Segments
          label={say('settings.shows')}
          value={display}
          onChange={(next) => devices.settings.setState({ display: next })}
          segments={kinds.map((kind) => {
            const value = kind as typeof display;
            return { value, label: say(`display.${value}`) };
          })}
        />
      </SettingRow>
      {display === 'none' ? null : <Chosen isWindow={display === 'window'} />}
    </section>
  );
}

function Chosen({ isWindow }: { isWindow: boolean }): ReactNode {
  const { devices } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const isSeen = useDevices((state) => state.isDisplaySeen);
  const [isBlocked, setBlocked] = useState(false);
  const total = `${currency} ${amount(TEST_MINOR, currency)}`;
  const test = (): void =>
    devices.show({
      kind: 'basket',
      lines: [{ name: say('display.test'), amount: amount(TEST_MINOR, currency) }],
      totalLabel: say('ticket.total'),
      total,
    });
  return (
    <>
      {isWindow ? <p className="told">{say('settings.displayTold')}</p> : null}
      <div className="setting-actions">
        {isWindow ? (
          <Button icon="device-mobile" onClick={() => setBlocked(!devices.openDisplay())}>
            {say('settings.openWindow')}
          </Button>
        ) : (
          <Button icon="device-mobile" onClick={() => void devices.connectPole()}>
            {say('settings.connectPole')}
          </Button>
        )}
        <Button onClick={test}>{say('settings.tryDisplay')}</Button>
        <p role="status">
          {isSeen === null ? null : (
            <span className={`badge ${isSeen ? 'neutral' : 'wait'}`}>
              {say(isSeen ? 'display.seen' : 'display.unseen')}
            </span>
          )}
        </p>
      </div>
      {isBlocked ? <p className="notice">{say('settings.windowBlocked')}</p> : null}
    </>
  );
}
