/** Nothing to show: what to do now. */
import type { ReactNode } from 'react';
import { useFacts, useWords } from '../../app/app.ts';
import { Icon } from '../../parts/icon.tsx';

export function NothingFound({ text }: { text: string }): ReactNode {
  const { say } = useWords();
  return (
    <div className="empty" role="status">
      <span className="empty-plate">
        <Icon name="search" size={36} />
      </span>
      <h2>{say('sell.nothingFound', { text })}</h2>
      <p>{say('sell.nothingFoundHint')}</p>
    </div>
  );
}

export function NoProducts(): ReactNode {
  const { say } = useWords();
  const { productsCount } = useFacts();
  return (
    <div className="empty" role="status">
      <span className="empty-plate">
        <Icon name="layout-grid" size={36} />
      </span>
      <h2>{say(productsCount === 0 ? 'sell.noProducts' : 'sell.emptyShelf')}</h2>
      <p>{say(productsCount === 0 ? 'sell.noProductsHint' : 'sell.emptyShelfHint')}</p>
    </div>
  );
}
