/** What became of a paper that was just asked for. */
import type { PrintJob } from '@evertill/devices';
import type { ReactNode } from 'react';
import { useWords } from '../app/app.ts';
import { isHeld } from '../app/devices.ts';
import { useDevices } from '../app/use-devices.ts';
import type { Words } from '../words/words.ts';
import { PrintJobCard } from './print-job-card.tsx';

export function PrintTold({ jobId }: { jobId: string | undefined }): ReactNode {
  const { say } = useWords();
  const job = useDevices(({ jobs }) => jobs.find(({ id }) => id === jobId));
  return (
    <div role="status" className="print-told">
      {job === undefined ? null : <Told job={job} say={say} />}
    </div>
  );
}

function Told({ job, say }: { job: PrintJob; say: Words['say'] }): ReactNode {
  const { state } = job;
  if (isHeld(job) || state.kind === 'doubtful') return <PrintJobCard job={job} />;
  switch (state.kind) {
    case 'waiting':
      return <p className="told">{say('prints.waiting')}</p>;
    case 'printing':
      return <p className="told">{say('prints.printing')}</p>;
    case 'printed':
      return <p className="told">{say(state.isConfirmed ? 'prints.printed' : 'prints.sent')}</p>;
    case 'held':
    case 'replaced':
    case 'dropped':
      return null;
  }
}
