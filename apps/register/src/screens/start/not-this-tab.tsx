/** Shown in a second tab of the same till, before there is anything else of it. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { isLanguage } from '../../words/languages.ts';
import { Mark } from '../../parts/icon.tsx';
import { wordsOf } from '../../words/words.ts';

export interface NotThisTabProps {
  readonly languages: readonly string[];
  /** Takes the till over, and sells in this tab. */
  readonly onTake: () => Promise<void>;
}

export function NotThisTab({ languages, onTake }: NotThisTabProps): ReactNode {
  const heard = languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
  const { say } = wordsOf(heard, 'UTC');
  const [isTaking, setTaking] = useState(false);
  const take = async (): Promise<void> => {
    setTaking(true);
    await onTake();
  };
  return (
    <div className="start">
      <main className="start-card">
        <Mark size={48} />
        <h1>{say('otherTab.title')}</h1>
        <p className="told">{say('otherTab.told')}</p>
        <button
          type="button"
          className="button primary size-pay"
          disabled={isTaking}
          onClick={() => void take()}
        >
          <span>{say('otherTab.action')}</span>
        </button>
      </main>
    </div>
  );
}
