/** The frame of what comes before a sale: the mark, one thing to do, and the language. */
import type { ReactNode } from 'react';
import { useApp, usePreferences, useWords } from '../../app/app.ts';
import { Mark } from '../../parts/icon.tsx';
import { Segments } from '../../parts/segments.tsx';
import { languageNames, languages } from '../../words/languages.ts';

export interface StartFrameProps {
  readonly title: string;
  readonly told?: string;
  readonly children: ReactNode;
}

export function StartFrame({ title, told, children }: StartFrameProps): ReactNode {
  const { preferences } = useApp();
  const { language } = usePreferences();
  const { say } = useWords();
  return (
    <div className="start">
      <main className="start-card">
        <Mark size={48} />
        <h1>{title}</h1>
        {told === undefined ? null : <p className="told">{told}</p>}
        {children}
      </main>
      <footer>
        <Segments
          label={say('settings.language')}
          value={language}
          onChange={(next) => preferences.setState({ language: next })}
          segments={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </footer>
    </div>
  );
}
