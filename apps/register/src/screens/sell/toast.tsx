/** One sentence at the foot of the screen, and the way back. It never covers Pay or the total. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { shownName } from '../../parts/product-name.ts';
import type { Notice, Undo } from '../../till/till-state.ts';
import type { Words } from '../../words/words.ts';

const SHOWN_MS = 6_000;

export function Toast(): ReactNode {
  const { till, after } = useApp();
  const { say } = useWords();
  const undo = useTill((state) => state.undo);
  const notice = useTill((state) => state.notice);
  const [isHeld, setHeld] = useState(false);
  const isShown = undo !== null || notice !== null;
  useEffect(() => {
    if (!isShown || isHeld) return undefined;
    return after(SHOWN_MS, () => till.selling.dismiss());
  }, [isShown, isHeld, undo, notice, after, till]);
  const text = undo === null ? textOf(notice, say) : undoTextOf(undo, say);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {text === undefined ? null : (
        <div
          className="toast"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
        >
          <span>{text}</span>
          {undo === null ? null : (
            <Button look="quiet" icon="arrow-back-up" onClick={() => till.selling.undo()}>
              {say('common.undo')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function undoTextOf({ what, name: full }: Undo, say: Words['say']): string {
  const { name, pack } = shownName(full);
  if (what === 'line_removed') return say('undo.removed', { name: `${name} ${pack}`.trim() });
  return say(what === 'cart_cleared' ? 'undo.cleared' : 'undo.discount');
}

function textOf(notice: Notice | null, say: Words['say']): string | undefined {
  switch (notice?.kind) {
    case undefined:
      return undefined;
    case 'barcode_unknown':
      return say('notice.barcodeUnknown', { barcode: notice.barcode });
    case 'scan_unread':
      return say('notice.scanUnread', { barcode: notice.barcode });
    case 'product_inactive':
      return say('notice.inactive', { name: notice.name });
    case 'stock_out':
      return say('notice.stockOut', { name: notice.name });
    case 'stock_blocked':
      return say('notice.stockBlocked', { name: notice.name });
    case 'scan_while_paying':
      return say('notice.scanWhilePaying');
    case 'not_saved':
      return say('notice.notSaved');
    case 'cart_flaw':
      return say('notice.flaw');
    case 'parked':
      return say('notice.parked');
    case 'done':
      return say(`notice.done.${notice.what}`);
  }
}
