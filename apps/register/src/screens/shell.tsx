/** Which screen it is time for: each step of the way to a sale, then wherever somebody went. */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useFacts, usePreferences, useTill, useWhere, useWords } from '../app/app.ts';
import type { Place } from '../app/navigation.ts';
import { useCustomerDisplay } from '../app/use-customer-display.ts';
import { useKeys } from '../app/use-keys.ts';
import { useStanding } from '../app/use-standing.ts';
import { directions } from '../words/languages.ts';
import { AttentionScreen } from './attention/attention-screen.tsx';
import { CloseScreen } from './drawer/close-screen.tsx';
import { DrawerScreen } from './drawer/drawer-screen.tsx';
import { OpenScreen } from './drawer/open-screen.tsx';
import { HistoryScreen } from './history/history-screen.tsx';
import { LooseRefundScreen } from './history/loose-refund-screen.tsx';
import { RefundScreen } from './history/refund-screen.tsx';
import { Overlays } from './overlays/overlays.tsx';
import { PaidScreen } from './pay/paid-screen.tsx';
import { PayScreen } from './pay/pay-screen.tsx';
import { SellScreen } from './sell/sell-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { EnrolScreen } from './start/enrol-screen.tsx';
import { LoadingScreen, SignInScreen, WhoScreen } from './start/start-screens.tsx';

export function Shell(): ReactNode {
  useKeys();
  useCustomerDisplay();
  useDocument();
  return (
    <>
      <Stage />
      <Overlays />
    </>
  );
}

/** What is missing before anything can be sold comes first. */
function Stage(): ReactNode {
  const { registerName, isSignedIn } = useStanding();
  const { people, priceBook } = useFacts();
  const cashier = useTill((state) => state.cashier);
  const finished = useTill((state) => state.finished);
  const isSessionOpen = useTill((state) => state.session !== null);
  const place = useWhere((where) => where.place);
  if (registerName === null) return <EnrolScreen />;
  if (people.length === 0 && !isSignedIn) return <SignInScreen />;
  if (priceBook === undefined || people.length === 0) return <LoadingScreen />;
  if (cashier === null) return <WhoScreen />;
  switch (place.at) {
    case 'history':
      return <HistoryScreen key={place.recordId} {...place} />;
    case 'refund':
      return <RefundScreen saleId={place.saleId} />;
    case 'attention':
      return <AttentionScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'close':
      return <CloseScreen />;
    case 'drawer':
      // Whoever asks for the drawer gets it, also while a receipt is still being shown.
      return isSessionOpen ? <DrawerScreen /> : <OpenScreen />;
    case 'loose-refund':
    case 'pay':
    case 'sell':
      break;
  }
  if (finished !== null) return <PaidScreen record={finished} />;
  if (!isSessionOpen) return <OpenScreen />;
  return <AtOpenDrawer at={place.at} />;
}

/** What there is to do while a drawer is open. */
function AtOpenDrawer({ at }: Pick<Place, 'at'>): ReactNode {
  if (at === 'loose-refund') return <LooseRefundScreen />;
  return at === 'pay' ? <PayScreen /> : <SellScreen />;
}

/** What holds for the page as a whole: its language, its direction, its colours. */
function useDocument(): void {
  const { language, theme } = usePreferences();
  const { say } = useWords();
  const title = say('app.title');
  useEffect(() => {
    const { documentElement } = document;
    documentElement.lang = language;
    documentElement.dir = directions[language];
    document.title = title;
    if (theme === 'system') delete documentElement.dataset['theme'];
    else documentElement.dataset['theme'] = theme;
  }, [language, theme, title]);
}
