/** A field: its name above it, what helps or what is wrong below, in a place that is kept free. */
import { useId } from 'react';
import type { InputHTMLAttributes, ReactNode, Ref } from 'react';

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly help?: string | undefined;
  /** What to do about it. */
  readonly flaw?: string | undefined;
  /** Inside, at the end: a unit. */
  readonly unit?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** In a dialog: where the focus goes when it opens. */
  readonly 'data-autofocus'?: boolean;
}

export function Field({ label, help, flaw, unit, inputRef, ...input }: FieldProps): ReactNode {
  const id = useId();
  const below = flaw ?? help ?? '';
  return (
    <div className={`field ${flaw === undefined ? '' : 'refused'}`}>
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        <input
          id={id}
          ref={inputRef}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={flaw !== undefined}
          aria-describedby={below === '' ? undefined : `${id}-below`}
          {...input}
        />
        {unit === undefined ? null : <span className="field-unit">{unit}</span>}
      </div>
      {below === '' ? null : (
        <p
          id={`${id}-below`}
          className="field-below"
          role={flaw === undefined ? undefined : 'alert'}
        >
          {below}
        </p>
      )}
    </div>
  );
}
