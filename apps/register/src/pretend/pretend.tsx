/** Shows one scene of the pretend shop: `pretend.html?scene=pay&theme=dark&language=sw`. */
import { createRoot } from 'react-dom/client';
import type { ReactNode } from 'react';
import { AppProvider } from '../app/app.ts';
import { DisplayScreen } from '../display/display-screen.tsx';
import { Shell } from '../screens/shell.tsx';
import '../looks/looks.css';
import '../display/display.css';
import { viewIn } from './pretend-views.ts';
import { isDisplayName } from './scene-names.ts';
import { appIn } from './scenes.ts';

const question = new URLSearchParams(location.search);
const name = question.get('scene') ?? 'sell';
const theme = question.get('theme') === 'dark' ? 'dark' : 'light';
const language = question.get('language') === 'sw' ? 'sw' : 'en';

const shown = async (): Promise<ReactNode> => {
  if (isDisplayName(name)) {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.lang = language;
    document.title = name;
    return <DisplayScreen view={await viewIn(name, language)} />;
  }
  // A picture shall not change while it is looked at.
  const app = await appIn(name, { after: () => () => undefined, theme, language });
  return (
    <AppProvider value={app}>
      <Shell />
    </AppProvider>
  );
};

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(await shown());
