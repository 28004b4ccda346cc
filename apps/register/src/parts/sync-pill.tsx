/** How the way to the server stands: one place, one height, always true. A tap tells more. */
import type { ReactNode } from 'react';
import { useApp, useSync, useWords } from '../app/app.ts';
import type { SyncStatus } from '../till/journal.ts';
import type { Words } from '../words/words.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

interface Shown {
  readonly look: 'calm' | 'wait' | 'person';
  readonly icon: IconName;
  readonly text: string;
  /** Where there is little room. */
  readonly short: string;
}

export function SyncPill(): ReactNode {
  const { navigation, nowMs } = useApp();
  const words = useWords();
  const { look, icon, text, short } = shownOf(useSync(), words.say, nowMs());
  return (
    <button
      type="button"
      className={`sync-pill ${look}`}
      aria-label={text}
      onClick={() => navigation.open({ kind: 'sync' })}
    >
      <span className="pill">
        <Icon name={icon} />
        <span className="wide-only">{text}</span>
        <span className="narrow-only">{short}</span>
      </span>
    </button>
  );
}

/** What needs a person comes first, then what waits, then that all is well. */
function shownOf(status: SyncStatus, say: Words['say'], nowMs: number): Shown {
  const { waiting, attention, line, oldestAtMs } = status;
  if (attention > 0) {
    const text = say('sync.attention', { count: attention });
    return { look: 'person', icon: 'alert-triangle', text, short: String(attention) };
  }
  if (line === 'turned_away' || line === 'signed_out') {
    const text = say(line === 'signed_out' ? 'sync.signedOut' : 'sync.turnedAway');
    return { look: line === 'signed_out' ? 'wait' : 'person', icon: 'lock', text, short: text };
  }
  const short = say('sync.waitingShort', { count: waiting });
  if (line !== 'online') {
    const text =
      waiting === 0 ? say('sync.offline') : say('sync.offlineWaiting', { count: waiting });
    return { look: 'wait', icon: 'cloud-off', text, short: waiting === 0 ? text : short };
  }
  if (waiting === 0) {
    const text = say('sync.saved');
    return { look: 'calm', icon: 'cloud-check', text, short: text };
  }
  const minutes = oldestAtMs === null ? 0 : Math.floor((nowMs - oldestAtMs) / 60_000);
  if (minutes < 1) {
    const text = say('sync.sending', { count: waiting });
    return { look: 'calm', icon: 'cloud-up', text, short: text };
  }
  return {
    look: 'wait',
    icon: 'clock',
    text: say('sync.waiting', { count: waiting, minutes }),
    short,
  };
}
