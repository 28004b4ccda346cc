/** The second window: it follows the till of this device, and knows nothing of its own. */
import { followDisplay } from '@evertill/devices';
import type { DisplayView } from '@evertill/devices';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { Root } from 'react-dom/client';
import { preferencesOf } from '../app/preferences.ts';
import { localKeeper } from '../browser/browser-world.ts';
import { DISPLAY_CHANNEL } from '../browser/customer-screen.ts';
import { openAppUpdates } from '../service-worker/app-updates.ts';
import { wordsOf } from '../words/words.ts';
import { DisplayScreen } from './display-screen.tsx';
import './display.css';

export async function startDisplay(root: Root): Promise<void> {
  const { language, theme } = preferencesOf(localKeeper(), navigator.languages).getState();
  document.documentElement.lang = language;
  document.title = wordsOf(language, 'UTC').say('display.title');
  if (theme !== 'system') document.documentElement.dataset['theme'] = theme;
  root.render(<Following />);
  const scriptUrl = `${import.meta.env.BASE_URL}service-worker.js`;
  const { serviceWorker: container } = navigator;
  const reload = (): void => location.reload();
  // Nothing is open here that anybody would miss: a new version may come at any time.
  await openAppUpdates({ container, scriptUrl, mayYield: () => true, reload }).catch(
    () => undefined,
  );
}

function Following(): ReactNode {
  const [view, setView] = useState<DisplayView | null>(null);
  useEffect(() => followDisplay(new BroadcastChannel(DISPLAY_CHANNEL), setView), []);
  return <DisplayScreen view={view} />;
}
