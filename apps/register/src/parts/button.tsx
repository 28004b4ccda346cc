/** Buttons: one solid a view. A verb and what it is done to. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-solid';
  /** 48, 64 or 72 px high. */
  readonly size?: 'usual' | 'large' | 'pay';
  readonly icon?: IconName;
  /** The key that does the same, shown to whoever uses keys. */
  readonly hint?: string;
  readonly isSubmit?: boolean;
}

export function Button({
  look = 'secondary',
  size = 'usual',
  icon,
  hint,
  isSubmit = false,
  children,
  className = '',
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
      className={`button ${look} size-${size} ${className}`}
      {...rest}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{children}</span>
      {hint === undefined ? null : <kbd className="hint">{hint}</kbd>}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  readonly name: IconName;
  readonly label: string;
}

/** For the few icons that everybody knows: close, delete, menu, plus and minus. */
export function IconButton({ name, label, className = '', ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={name} size={22} />
    </button>
  );
}
