/** One paper that did not come, or may have: what is so, and what a person may do about it. */
import type { PrintJob } from '@evertill/devices';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../app/app.ts';
import { Button } from './button.tsx';

export function PrintJobCard({ job }: { job: PrintJob }): ReactNode {
  const { say } = useWords();
  const { state, document } = job;
  const trouble = 'trouble' in state ? state.trouble : undefined;
  return (
    <div className="print-job">
      <p>
        <strong>{document.title}</strong>
        {trouble === undefined ? null : (
          <span className="badge wait">{say(`trouble.${trouble}`)}</span>
        )}
      </p>
      <p className="told">{toldOf(state, say)}</p>
      <div className="setting-actions">
        {state.kind === 'doubtful' ? <DoubtfulActions job={job} /> : <HeldActions job={job} />}
      </div>
    </div>
  );
}

function toldOf({ kind }: PrintJob['state'], say: ReturnType<typeof useWords>['say']): string {
  if (kind === 'held' || kind === 'doubtful') return say(`prints.${kind}`);
  return say(kind === 'waiting' ? 'prints.waiting' : 'prints.printing');
}

function HeldActions({ job: { id, state } }: { job: PrintJob }): ReactNode {
  const { devices } = useApp();
  const { say } = useWords();
  const isAtPrinter = state.kind === 'printing';
  return (
    <>
      {state.kind === 'waiting' ? null : (
        <Button icon="refresh" disabled={isAtPrinter} onClick={devices.queue.retry}>
          {say('common.tryAgain')}
        </Button>
      )}
      <Button
        icon="printer"
        disabled={isAtPrinter}
        onClick={() => void devices.queue.printHere(id)}
      >
        {say('prints.here')}
      </Button>
      <Button look="quiet" disabled={isAtPrinter} onClick={() => void devices.queue.drop(id)}>
        {say('prints.drop')}
      </Button>
    </>
  );
}

function DoubtfulActions({ job: { id } }: { job: PrintJob }): ReactNode {
  const { devices } = useApp();
  const { say } = useWords();
  return (
    <>
      <Button icon="check" onClick={() => void devices.queue.settle(id)}>
        {say('prints.came')}
      </Button>
      <Button icon="printer" onClick={() => void devices.queue.reprint(id)}>
        {say('prints.again')}
      </Button>
      <Button look="quiet" onClick={() => void devices.queue.printHere(id)}>
        {say('prints.here')}
      </Button>
    </>
  );
}
