/** Shows one scene of the pretend shop: `pretend.html?scene=pay&theme=dark&language=sw`. */
import { createRoot } from 'react-dom/client';
import { AppProvider } from '../app/app.ts';
import { Shell } from '../screens/shell.tsx';
import '../looks/looks.css';
import { appIn } from './scenes.ts';

const question = new URLSearchParams(location.search);
const app = await appIn(question.get('scene') ?? 'sell', {
  // A picture shall not change while it is looked at.
  after: () => () => undefined,
  theme: question.get('theme') === 'dark' ? 'dark' : 'light',
  language: question.get('language') === 'sw' ? 'sw' : 'en',
});
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <AppProvider value={app}>
      <Shell />
    </AppProvider>,
  );
}
