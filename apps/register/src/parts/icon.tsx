/** An outline beside a word. It never stands for the word: whoever hears the screen hears none. */
import type { ReactNode } from 'react';
import { iconPaths } from './icon-paths.ts';
import type { IconName } from './icon-paths.ts';

export type { IconName };

export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size > 25 ? 1.7 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}

/** Three bars in a square, the middle one running off the edge: the till that never stops. */
export function Mark({ size = 32 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" className="mark-plate" />
      <g className="mark-bars">
        <rect x="8" y="8" width="13" height="4" rx="2" />
        <path d="M10 14h22v4H10a2 2 0 0 1 0-4Z" />
        <rect x="8" y="20" width="13" height="4" rx="2" />
      </g>
    </svg>
  );
}
