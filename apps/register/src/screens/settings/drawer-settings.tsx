/** The drawer, which hangs on the printer. */
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { useDevices, useDeviceSettings } from '../../app/use-devices.ts';
import { Button } from '../../parts/button.tsx';
import { Segments } from '../../parts/segments.tsx';
import { OnOff, SettingRow } from './setting-row.tsx';

export function DrawerSettings(): ReactNode {
  const { devices, navigation } = useApp();
  const isSelling = useTill((state) => state.session !== null);
  const { printer, kicksDrawer, drawerPin } = useDeviceSettings();
  const trouble = useDevices((state) => state.drawerTrouble);
  const { say } = useWords();
  // There is money in it, and a session that it is written down in: then it is no try.
  const open = (): void => {
    if (isSelling) navigation.open({ kind: 'no-sale' });
    else void devices.openDrawer();
  };
  return (
    <section className="card setting-group">
      <h2>{say('settings.drawer')}</h2>
      {printer.by === 'browser' ? (
        <p className="told">{say('settings.noDrawer')}</p>
      ) : (
        <>
          <OnOff
            label={say('settings.kicksDrawer')}
            isOn={kicksDrawer}
            onChange={(isOn) => devices.settings.setState({ kicksDrawer: isOn })}
          />
          <SettingRow label={say('settings.drawerPin')}>
            <Segments
              label={say('settings.drawerPin')}
              value={drawerPin === 2 ? '2' : '5'}
              onChange={(next) => devices.settings.setState({ drawerPin: next === '2' ? 2 : 5 })}
              segments={(['2', '5'] as const).map((value) => ({
                value,
                label: say(`plug.${value}`),
              }))}
            />
          </SettingRow>
          <div className="setting-actions">
            <Button icon="cash-register" onClick={open}>
              {say('settings.tryDrawer')}
            </Button>
            <p className="told" role="status">
              {trouble === null ? '' : say(`trouble.${trouble}`)}
            </p>
          </div>
        </>
      )}
    </section>
  );
}
