/** In the header while paper or drawer needs a hand, and not there otherwise. */
import type { ReactNode } from 'react';
import { useApp, useWords } from '../app/app.ts';
import { stuckJobs } from '../app/devices.ts';
import { useDevices } from '../app/use-devices.ts';
import { Icon } from './icon.tsx';

export function PrintPill(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const stuck = useDevices(({ jobs }) => stuckJobs(jobs).length);
  const isShut = useDevices(({ drawerTrouble }) => drawerTrouble !== null);
  if (stuck === 0 && !isShut) return null;
  const text = stuck === 0 ? say('prints.drawerPill') : say('prints.pill', { count: stuck });
  return (
    <button
      type="button"
      className="sync-pill wait"
      aria-label={text}
      onClick={() => navigation.open({ kind: 'prints' })}
    >
      <span className="pill">
        <Icon name={stuck === 0 ? 'cash-register' : 'printer'} />
        <span className="wide-only">{text}</span>
        <span className="narrow-only">{stuck === 0 ? '' : String(stuck)}</span>
      </span>
    </button>
  );
}
