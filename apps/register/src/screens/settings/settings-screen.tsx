/** What somebody chooses for this device. Each choice holds at once. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useFacts, usePreferences, useWords } from '../../app/app.ts';
import { printings, themes } from '../../app/preferences.ts';
import { useStanding } from '../../app/use-standing.ts';
import { Button } from '../../parts/button.tsx';
import { Header } from '../../parts/header.tsx';
import { Segments } from '../../parts/segments.tsx';
import { languageNames, languages } from '../../words/languages.ts';
import { Toast } from '../sell/toast.tsx';
import { QuickKeySettings } from './quick-key-settings.tsx';

const columns = ['32', '42', '48'] as const;

export function SettingsScreen(): ReactNode {
  const { say } = useWords();
  return (
    <div className="page settings">
      <Header title={say('menu.settings')} />
      <main className="page-main">
        <Looks />
        <Paper />
        <QuickKeySettings />
        <ScannerTrial />
        <Device />
      </main>
      <Toast />
    </div>
  );
}

function Looks(): ReactNode {
  const { preferences } = useApp();
  const { language, theme, layout } = usePreferences();
  const { say } = useWords();
  return (
    <section className="card setting-group">
      <h2>{say('settings.looks')}</h2>
      <Row label={say('settings.language')}>
        <Segments
          label={say('settings.language')}
          value={language}
          onChange={(next) => preferences.setState({ language: next })}
          segments={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </Row>
      <Row label={say('settings.theme')}>
        <Segments
          label={say('settings.theme')}
          value={theme}
          onChange={(next) => preferences.setState({ theme: next })}
          segments={themes.map((value) => ({ value, label: say(`theme.${value}`) }))}
        />
      </Row>
      <Row label={say('settings.layout')}>
        <Segments
          label={say('settings.layout')}
          value={layout}
          onChange={(next) => preferences.setState({ layout: next })}
          segments={[
            { value: 'tiles', label: say('layout.tiles') },
            { value: 'list', label: say('layout.list') },
          ]}
        />
      </Row>
    </section>
  );
}

function Paper(): ReactNode {
  const { preferences, devices } = useApp();
  const { printing, paperColumns } = usePreferences();
  const { say } = useWords();
  return (
    <section className="card setting-group">
      <h2>{say('settings.paper')}</h2>
      <Row label={say('settings.printing')}>
        <Segments
          label={say('settings.printing')}
          value={printing}
          onChange={(next) => preferences.setState({ printing: next })}
          segments={printings.map((value) => ({ value, label: say(`printing.${value}`) }))}
        />
      </Row>
      <Row label={say('settings.columns')}>
        <Segments
          label={say('settings.columns')}
          value={String(paperColumns) as (typeof columns)[number]}
          onChange={(next) =>
            preferences.setState({ paperColumns: Number(next) as typeof paperColumns })
          }
          segments={columns.map((value) => ({ value, label: value }))}
        />
      </Row>
      <Row label={say('settings.drawer')}>
        <Button icon="cash-register" onClick={() => void devices.openDrawer()}>
          {say('settings.tryDrawer')}
        </Button>
      </Row>
    </section>
  );
}

/** Scan something: this shows that the scanner is heard, and what it says. */
function ScannerTrial(): ReactNode {
  const { say } = useWords();
  const [text, setText] = useState('');
  return (
    <section className="card setting-group">
      <h2>{say('settings.scanner')}</h2>
      <Row label={say('settings.scannerTold')}>
        <input
          className="plain-input"
          aria-label={say('settings.scanner')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Row>
    </section>
  );
}

function Device(): ReactNode {
  const { office } = useApp();
  const { say } = useWords();
  const { registerName } = useStanding();
  const { shopName = '' } = useFacts();
  return (
    <section className="card setting-group">
      <h2>{say('settings.device')}</h2>
      <Row label={say('settings.register')}>
        <span>{`${shopName} · ${registerName ?? ''}`}</span>
      </Row>
      <Row label={say('settings.logOutTold')}>
        <Button icon="logout" onClick={() => void office.logOut()}>
          {say('settings.logOut')}
        </Button>
      </Row>
    </section>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="setting">
      <span>{label}</span>
      {children}
    </div>
  );
}
