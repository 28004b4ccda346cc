/** What somebody chooses for this device. Each choice holds at once. */
import type { ReactNode } from 'react';
import { useApp, useFacts, usePreferences, useWords } from '../../app/app.ts';
import { themes } from '../../app/preferences.ts';
import { useStanding } from '../../app/use-standing.ts';
import { Button } from '../../parts/button.tsx';
import { Header } from '../../parts/header.tsx';
import { Segments } from '../../parts/segments.tsx';
import { languageNames, languages } from '../../words/languages.ts';
import { Toast } from '../sell/toast.tsx';
import { DisplaySettings } from './display-settings.tsx';
import { DrawerSettings } from './drawer-settings.tsx';
import { LabelSettings } from './label-settings.tsx';
import { PrinterSettings } from './printer-settings.tsx';
import { QuickKeySettings } from './quick-key-settings.tsx';
import { RateSettings } from './rate-settings.tsx';
import { ScannerSettings } from './scanner-settings.tsx';
import { SettingRow } from './setting-row.tsx';

export function SettingsScreen(): ReactNode {
  const { say } = useWords();
  return (
    <div className="page settings">
      <Header title={say('menu.settings')} />
      <main className="page-main">
        <Looks />
        <PrinterSettings />
        <DrawerSettings />
        <ScannerSettings />
        <LabelSettings />
        <DisplaySettings />
        <QuickKeySettings />
        <RateSettings />
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
      <SettingRow label={say('settings.language')}>
        <Segments
          label={say('settings.language')}
          value={language}
          onChange={(next) => preferences.setState({ language: next })}
          segments={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </SettingRow>
      <SettingRow label={say('settings.theme')}>
        <Segments
          label={say('settings.theme')}
          value={theme}
          onChange={(next) => preferences.setState({ theme: next })}
          segments={themes.map((value) => ({ value, label: say(`theme.${value}`) }))}
        />
      </SettingRow>
      <SettingRow label={say('settings.layout')}>
        <Segments
          label={say('settings.layout')}
          value={layout}
          onChange={(next) => preferences.setState({ layout: next })}
          segments={[
            { value: 'tiles', label: say('layout.tiles') },
            { value: 'list', label: say('layout.list') },
          ]}
        />
      </SettingRow>
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
      <SettingRow label={say('settings.register')}>
        <span>{`${shopName} · ${registerName ?? ''}`}</span>
      </SettingRow>
      <SettingRow label={say('settings.logOutTold')}>
        <Button icon="logout" onClick={() => void office.logOut()}>
          {say('settings.logOut')}
        </Button>
      </SettingRow>
    </section>
  );
}
