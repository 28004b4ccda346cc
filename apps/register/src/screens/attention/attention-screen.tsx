/** What needs a person: one list, oldest first; each with what happened, and the choices. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useKept, useWords } from '../../app/app.ts';
import { Header } from '../../parts/header.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Kept } from '../../till/journal.ts';
import { Toast } from '../sell/toast.tsx';
import { parkedFile } from '../../app/parked-file.ts';
import { Button } from '../../parts/button.tsx';
import { AttentionDetail } from './attention-detail.tsx';
import { minorOfRecord, titleOf, whyOf } from './attention-words.ts';
import { Elsewhere } from './elsewhere.tsx';

export function AttentionScreen(): ReactNode {
  const { say } = useWords();
  const parked = useKept().filter(({ state }) => state === 'attention');
  const [chosenId, setChosen] = useState<string>();
  const chosen = parked.find(({ record }) => record.id === chosenId) ?? parked[0];
  return (
    <div className="page attention">
      <Header title={say('menu.attention')} />
      {chosen === undefined ? (
        <main className="page-centre">
          <div className="empty">
            <span className="empty-plate">
              <Icon name="check" size={40} />
            </span>
            <h2>{say('attention.none')}</h2>
            <p>{say('attention.noneHint')}</p>
            <Elsewhere />
          </div>
        </main>
      ) : (
        <>
          <nav className="list-pane" aria-label={say('menu.attention')}>
            <h2 className="list-head">{say('attention.count', { count: parked.length })}</h2>
            <ul className="rows">
              {parked.map((kept) => (
                <li key={kept.record.id}>
                  <AttentionRow
                    kept={kept}
                    isChosen={kept === chosen}
                    onChoose={() => setChosen(kept.record.id)}
                  />
                </li>
              ))}
            </ul>
            <p className="told">{say('attention.sellingGoesOn')}</p>
            <SaveParked />
            <Elsewhere />
          </nav>
          <AttentionDetail key={chosen.record.id} kept={chosen} />
        </>
      )}
      <Toast />
    </div>
  );
}

/** For whoever looks into it elsewhere: all of it, with the reasons. */
function SaveParked(): ReactNode {
  const { office, nowMs, saveFile } = useApp();
  const { say } = useWords();
  const kept = useKept();
  return (
    <div className="list-foot">
      <Button
        look="secondary"
        onClick={() => {
          const { registerName } = office.standing();
          saveFile(parkedFile(kept, { registerName: registerName ?? '', nowMs: nowMs() }));
        }}
      >
        {say('attention.save')}
      </Button>
    </div>
  );
}

interface AttentionRowProps {
  readonly kept: Kept;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function AttentionRow({ kept, isChosen, onChoose }: AttentionRowProps): ReactNode {
  const { nowMs } = useApp();
  const words = useWords();
  const { record, trouble } = kept;
  const minor = minorOfRecord(record);
  const isLeaders = trouble?.outcome === 'REJECTED_NEEDS_MANAGER';
  return (
    <button type="button" className="row" aria-pressed={isChosen} onClick={onChoose}>
      <span className="row-what">
        <strong>{titleOf(record, words.say)}</strong>
        <span>{whyOf(kept, words.say)}</span>
        <small className="row-facts">
          <span className={`badge ${isLeaders ? 'person' : 'wait'}`}>
            {words.say(isLeaders ? 'attention.manager' : 'attention.toDecide')}
          </span>
          {`${words.moment(record.atMs, nowMs())} · ${record.cashierName}`}
        </small>
      </span>
      {minor === null ? null : (
        <span className="amount row-amount">{words.amount(minor, record.currency)}</span>
      )}
    </button>
  );
}
