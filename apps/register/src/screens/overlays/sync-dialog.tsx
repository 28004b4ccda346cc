/** How things stand with the server, in sentences: what is safe, what waits, since when. */
import type { ReactNode } from 'react';
import { useApp, useFacts, useSync, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';

export function SyncDialog(): ReactNode {
  const { navigation, nowMs, till } = useApp();
  const words = useWords();
  const { say } = words;
  const { line, waiting, oldestAtMs, attention, storage } = useSync();
  const { asOfMs } = useFacts();
  const rows: readonly (readonly [string, string])[] = [
    [say('syncs.line'), say(`line.${line}`)],
    [say('syncs.waiting'), say('syncs.waitingCount', { count: waiting })],
    [say('syncs.oldest'), oldestAtMs === null ? '–' : words.moment(oldestAtMs, nowMs())],
    [say('syncs.prices'), asOfMs === undefined ? '–' : words.moment(asOfMs, nowMs())],
    [say('syncs.storage'), say(`storage.${storage}`)],
  ];
  return (
    <Dialog title={say('syncs.title')} onClose={navigation.close}>
      <p className="told">{say(waiting === 0 ? 'syncs.allSaved' : 'syncs.safe')}</p>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog-actions">
        {attention === 0 ? null : (
          <Button look="danger" onClick={() => navigation.go({ at: 'attention' })}>
            {say('sync.attention', { count: attention })}
          </Button>
        )}
        {line === 'signed_out' ? (
          <Button onClick={() => navigation.open({ kind: 'who' })}>{say('syncs.signIn')}</Button>
        ) : null}
        <Button icon="refresh" onClick={() => till.ports.journal.wake()}>
          {say('syncs.tryNow')}
        </Button>
      </div>
    </Dialog>
  );
}
