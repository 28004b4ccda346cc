/** Starts the till in a browser. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppProvider } from './app/app.ts';
import { Shell } from './screens/shell.tsx';
import './looks/looks.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <AppProvider value={null as never}>
      <Shell />
    </AppProvider>
  </StrictMode>,
);
