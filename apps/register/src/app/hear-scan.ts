/** What a scan does: on the screen where scanners are tried it is shown, everywhere else sold. */
import type { Scan } from '@evertill/devices';
import type { App } from './app.ts';

export function hearScan(
  scan: Scan,
  { devices, navigation, till }: Pick<App, 'devices' | 'navigation' | 'till'>,
): void {
  devices.store.setState({ lastScan: scan });
  if (navigation.store.getState().place.at === 'settings') return;
  void till.selling.scan(scan.text);
}
