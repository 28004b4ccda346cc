/**
 * What lies over the screen: the browser's own dialog, which keeps the focus in it, gives it back,
 * and closes with Escape.
 */
import { useEffect, useId, useRef } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useWords } from '../app/app.ts';
import { IconButton } from './button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly look?: 'dialog' | 'wide' | 'side';
}

export function Dialog({ title, onClose, children, look = 'dialog' }: DialogProps): ReactNode {
  const { say } = useWords();
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Where something is to be typed, that is where the hand goes; not to the way out.
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => dialog?.close();
  }, []);
  const closeOnScrim = (event: MouseEvent): void => {
    if (event.target === ref.current) onClose();
  };
  return (
    // A press on the scrim closes for pointers what Escape closes for keys.
    <dialog
      ref={ref}
      className={`dialog ${look}`}
      aria-labelledby={titleId}
      onMouseDown={closeOnScrim}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-inside">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton name="x" label={say('common.close')} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
