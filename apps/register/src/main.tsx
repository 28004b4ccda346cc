/** Starts the till in a browser: one tab of it sells at a time. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppProvider } from './app/app.ts';
import { browserWorld } from './browser/browser-world.ts';
import { DISPLAY_QUESTION } from './browser/customer-screen.ts';
import { holdTill, takeTill } from './browser/hold-till.ts';
import { keepApp } from './browser/keep-app.ts';
import { startApp } from './browser/start-app.ts';
import { NotThisTab } from './screens/start/not-this-tab.tsx';
import { Shell } from './screens/shell.tsx';
import './looks/looks.css';

const element = document.getElementById('root');
if (element === null) throw new Error('the page has no root');
const root = createRoot(element);

const sell = async (): Promise<void> => {
  const app = await startApp();
  root.render(
    <StrictMode>
      <AppProvider value={app}>
        <Shell />
      </AppProvider>
    </StrictMode>,
  );
  await keepApp({
    container: navigator.serviceWorker,
    folder: import.meta.env.BASE_URL,
    ...{ till: app.till, navigation: app.navigation, devices: app.devices, world: browserWorld() },
    reload: () => location.reload(),
  });
};

const showLoss = (): void => location.reload();
const take = async (): Promise<void> => {
  await takeTill(navigator.locks, showLoss);
  await sell();
};
const sellHere = async (): Promise<void> => {
  const isOurs = await holdTill(navigator.locks, showLoss);
  if (isOurs) await sell();
  else root.render(<NotThisTab languages={navigator.languages} onTake={take} />);
};

// The second window, for the customer: it sells nothing, so it takes the till from nobody.
const isDisplay = new URLSearchParams(location.search).has(DISPLAY_QUESTION);
if (isDisplay) {
  const { startDisplay } = await import('./display/start-display.tsx');
  await startDisplay(root);
} else {
  await sellHere();
}
