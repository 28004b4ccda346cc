/** Scanners: the one that types is always heard, the camera where it is wanted. Both are tried. */
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { useDevices, useDeviceSettings } from '../../app/use-devices.ts';
import { Button } from '../../parts/button.tsx';
import { OnOff, SettingRow } from './setting-row.tsx';

export function ScannerSettings(): ReactNode {
  const { devices, navigation } = useApp();
  const { hasCamera } = useDeviceSettings();
  const lastScan = useDevices((state) => state.lastScan);
  const { say } = useWords();
  return (
    <section className="card setting-group">
      <h2>{say('settings.scanner')}</h2>
      <p className="told">{say('settings.scannerTold')}</p>
      <SettingRow label={say('settings.scanned')}>
        <output className="plain-output">{lastScan?.text ?? say('settings.scannedNothing')}</output>
      </SettingRow>
      <OnOff
        label={say('settings.camera')}
        isOn={hasCamera}
        onChange={(isOn) => devices.settings.setState({ hasCamera: isOn })}
      />
      {hasCamera ? (
        <div className="setting-actions">
          <Button icon="scan" onClick={() => navigation.open({ kind: 'camera' })}>
            {say('settings.tryCamera')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
