/** The session is closed: its Z on the screen, and on paper. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import { useHeading } from '../../app/use-heading.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Paper } from '../../parts/paper.tsx';
import { PrintTold } from '../../parts/print-told.tsx';
import type { ClosedSession } from '../../till/drawer.ts';
import { shownLines, zDocument } from '../../till/session-paper.ts';

export function ZReport({ session }: { session: ClosedSession }): ReactNode {
  const { navigation, devices, till } = useApp();
  const { say } = useWords();
  const heading = useHeading();
  const [jobId, setJobId] = useState<string>();
  const { closed, figures, openedAtMs } = session;
  const sessionId = closed.sessionId ?? '';
  const facts = {
    sessionId,
    openedAtMs,
    personName: closed.cashierName,
    currency: closed.currency,
    figures,
    records: till.records().filter((record) => record.sessionId === sessionId),
    printedAtMs: closed.atMs,
  };
  const original = zDocument({ ...facts, isCopy: false }, session, heading);
  const copy = zDocument({ ...facts, isCopy: true }, session, heading);
  const print = (): void => {
    const first = `z/${closed.id}`;
    const id = jobId === undefined ? first : `${first}/${till.ports.world.newId()}`;
    setJobId(id);
    void devices.print({ id, document: jobId === undefined ? original : copy, copy });
  };
  return (
    <>
      <main className="page-main">
        <p className="paid-headline">
          <Icon name="circle-check" size={24} />
          {say('z.closed')}
        </p>
        <p className="told">{say('z.told')}</p>
        <div className="dialog-actions">
          <Button icon="printer" size="large" onClick={print}>
            {say('z.print')}
          </Button>
          <Button look="primary" size="large" onClick={() => navigation.go({ at: 'sell' })}>
            {say('z.next')}
          </Button>
        </div>
        <PrintTold jobId={jobId} />
      </main>
      <aside className="page-side">
        <Paper receipt={shownLines(original)} label={say('z.title')} />
      </aside>
    </>
  );
}
