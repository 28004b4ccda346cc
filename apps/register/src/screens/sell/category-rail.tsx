/** The shop's categories: a rail where there is room for one, else chips. */
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import type { Category } from '../../catalogue/catalogue.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Shelf } from './products.tsx';

export interface CategoryRailProps {
  readonly categories: readonly Category[];
  /** Undefined while something is searched for: then none is chosen. */
  readonly shelf: Shelf | undefined;
  readonly onShelf: (shelf: Shelf) => void;
  readonly children: ReactNode;
}

export function CategoryRail({
  categories,
  shelf,
  onShelf,
  children,
}: CategoryRailProps): ReactNode {
  const { tints } = useApp();
  const { say } = useWords();
  return (
    <nav className="rail" aria-label={say('sell.categories')}>
      <div className="rail-list">
        <button
          type="button"
          className="rail-item"
          aria-pressed={shelf === null}
          onClick={() => onShelf(null)}
        >
          <Icon name="layout-grid" size={18} />
          <span>{say('sell.all')}</span>
        </button>
        {categories.map(({ categoryId, name }) => (
          <button
            key={categoryId}
            type="button"
            className="rail-item"
            data-tint={tints.of(categoryId)}
            aria-pressed={shelf === categoryId}
            onClick={() => onShelf(categoryId)}
          >
            <span className="rail-dot" />
            <span>{name}</span>
          </button>
        ))}
      </div>
      {children}
    </nav>
  );
}
