/** Papers that did not come out, the drawer that did not open, and what to do about them. */
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { stuckJobs } from '../../app/devices.ts';
import { useDevices } from '../../app/use-devices.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { PrintJobCard } from '../../parts/print-job-card.tsx';

export function PrintsDialog(): ReactNode {
  const { navigation } = useApp();
  const { say } = useWords();
  const jobs = stuckJobs(useDevices((state) => state.jobs));
  const drawerTrouble = useDevices((state) => state.drawerTrouble);
  const isNothing = jobs.length === 0 && drawerTrouble === null;
  return (
    <Dialog title={say('prints.title')} look="wide" onClose={navigation.close}>
      <p className="told">{say(isNothing ? 'prints.none' : 'prints.safe')}</p>
      {drawerTrouble === null ? null : <DrawerCard />}
      {jobs.map((job) => (
        <PrintJobCard key={job.id} job={job} />
      ))}
    </Dialog>
  );
}

function DrawerCard(): ReactNode {
  const { devices } = useApp();
  const { say } = useWords();
  const trouble = useDevices((state) => state.drawerTrouble);
  return (
    <div className="print-job">
      <p>
        <strong>{say('prints.drawer')}</strong>
        {trouble === null ? null : <span className="badge wait">{say(`trouble.${trouble}`)}</span>}
      </p>
      <p className="told">{say('prints.drawerTold')}</p>
      <div className="setting-actions">
        <Button icon="refresh" onClick={() => void devices.openDrawer()}>
          {say('common.tryAgain')}
        </Button>
        <Button look="quiet" onClick={() => devices.store.setState({ drawerTrouble: null })}>
          {say('prints.drawerDone')}
        </Button>
      </div>
    </div>
  );
}
