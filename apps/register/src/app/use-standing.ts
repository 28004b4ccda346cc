/** Which register this device is, as a screen looks at it. */
import { useSyncExternalStore } from 'react';
import { useApp } from './app.ts';
import type { Standing } from './office.ts';

export function useStanding(): Standing {
  const { office } = useApp();
  return useSyncExternalStore(office.subscribe, office.standing);
}
