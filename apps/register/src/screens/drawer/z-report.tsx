/** The session is closed: its Z on the screen, and on paper. */
import type { ReactNode } from 'react';
import { useApp, useFacts, useWords } from '../../app/app.ts';
import { useStanding } from '../../app/use-standing.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Paper } from '../../parts/paper.tsx';
import type { ClosedSession } from '../../till/drawer.ts';
import { zPaper } from '../../till/z-paper.ts';

export function ZReport({ session }: { session: ClosedSession }): ReactNode {
  const { navigation, devices } = useApp();
  const words = useWords();
  const { shopName = '', timeZone = 'UTC' } = useFacts();
  const { registerName } = useStanding();
  const heading = { shopName, registerName: registerName ?? '', timeZone };
  const paper = zPaper(session, heading, words);
  const { id } = session.closed;
  const title = words.say('z.title');
  const print = (): void => {
    void devices.print({ id: `z/${id}`, title, receipt: paper, copy: paper });
  };
  return (
    <>
      <main className="page-main">
        <p className="paid-headline">
          <Icon name="circle-check" size={24} />
          {words.say('z.closed')}
        </p>
        <p className="told">{words.say('z.told')}</p>
        <div className="dialog-actions">
          <Button icon="printer" size="large" onClick={print}>
            {words.say('z.print')}
          </Button>
          <Button look="primary" size="large" onClick={() => navigation.go({ at: 'sell' })}>
            {words.say('z.next')}
          </Button>
        </div>
      </main>
      <aside className="page-side">
        <Paper receipt={paper} label={title} />
      </aside>
    </>
  );
}
