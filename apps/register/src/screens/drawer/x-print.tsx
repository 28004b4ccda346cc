/** How the session stands, on paper; for who counts blind without what tells the cash. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { useHeading } from '../../app/use-heading.ts';
import { Button } from '../../parts/button.tsx';
import { PrintTold } from '../../parts/print-told.tsx';
import { xDocument } from '../../till/session-paper.ts';

export function XPrint(): ReactNode {
  const { till, devices } = useApp();
  const { say } = useWords();
  const heading = useHeading();
  const session = useTill((state) => state.session);
  const cashier = useTill((state) => state.cashier);
  const [jobId, setJobId] = useState<string>();
  const figures = till.drawer.sessionFigures();
  const currency = till.ports.catalogue.facts().priceBook?.currency;
  if (session === null || figures === undefined || currency === undefined) return null;
  const print = (): void => {
    const { sessionId, openedAtMs } = session;
    const id = `x/${till.ports.world.newId()}`;
    const records = till.records().filter((record) => record.sessionId === sessionId);
    const personName = cashier?.name ?? '';
    const printedAtMs = till.ports.world.nowMs();
    const isBlind = !till.drawer.maySeeExpected();
    const own = { sessionId, openedAtMs, personName, currency, figures, records, printedAtMs };
    const document = xDocument({ ...own, isCopy: false }, heading, { isBlind });
    setJobId(id);
    void devices.print({
      id,
      document,
      copy: xDocument({ ...own, isCopy: true }, heading, { isBlind }),
    });
  };
  return (
    <>
      <Button icon="printer" onClick={print}>
        {say('x.print')}
      </Button>
      <PrintTold jobId={jobId} />
    </>
  );
}
