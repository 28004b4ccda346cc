/** Somebody, by the first letters of their names. */
import type { ReactNode } from 'react';

export function Avatar({ name }: { name: string }): ReactNode {
  return (
    <span className="avatar" aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** The first letters of the first two words; of a single word its first two letters. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first = '', second] = words;
  const letters =
    second === undefined ? Array.from(first).slice(0, 2) : [firstOf(first), firstOf(second)];
  return letters.join('').toUpperCase();
}

function firstOf(word: string): string {
  return Array.from(word)[0] ?? '';
}
