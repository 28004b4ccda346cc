/** Tiles to tap: initials on the category's steady colour, size on its own plate, name, price. */
import { memo, useDeferredValue, useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, usePreferences, useTill, useWords } from '../../app/app.ts';
import type { Product } from '../../catalogue/catalogue.ts';
import { initialsOf } from '../../parts/avatar.tsx';
import { shownName } from '../../parts/product-name.ts';
import { isMeasured, quantityInCart } from '../../till/cart.ts';

export interface ProductTilesProps {
  readonly products: readonly Product[];
  /** Asked for when the end comes in sight; undefined where this is all. */
  readonly onEnd: (() => void) | undefined;
}

/** What fills the height of a screen; the rest is made after these are seen. */
const AT_ONCE = 12;

export function ProductTiles({ products, onEnd }: ProductTilesProps): ReactNode {
  const { layout } = usePreferences();
  const end = useEndInSight(onEnd);
  // A letter changes every tile there is, and fifty of them take longer than a frame.
  const isSeen = useDeferredValue(products) === products;
  const shown = isSeen ? products : products.slice(0, AT_ONCE);
  return (
    <ul className={layout === 'tiles' ? 'tiles' : 'tile-list'}>
      {shown.map((product, place) => (
        // By its place: a letter changes the words on the tiles there are, and makes few new ones.
        <li key={place}>
          <Tile product={product} />
        </li>
      ))}
      <li ref={end} className="tiles-end" aria-hidden="true" />
    </ul>
  );
}

const Tile = memo(function Tile({ product }: { product: Product }): ReactNode {
  const { till, tints, navigation } = useApp();
  const words = useWords();
  const currency = useCurrency();
  const { productId, name: full, unitName, priceMinor, categoryId } = product;
  const inCart = useTill((state) => quantityInCart(state.cart, productId));
  const { name, pack } = shownName(full);
  const size = isMeasured(unitName) ? words.say('sell.per', { unit: unitName ?? '' }) : pack;
  const add = (): void => {
    till.selling.addProduct(product);
    const lineId = till.store.getState().cart.lastLineId;
    // What is weighed is not sold by the piece: its weight is asked for at once.
    if (isMeasured(unitName) && lineId !== null) navigation.open({ kind: 'quantity', lineId });
  };
  return (
    <button type="button" className="tile" data-tint={tints.of(categoryId)} onClick={add}>
      <span className="tile-block">
        <span className="tile-initials" aria-hidden="true">
          {initialsOf(name)}
        </span>
        {size === '' ? null : <span className="tile-size">{size}</span>}
        {inCart === 0 ? null : (
          <span className="tile-count" aria-label={words.say('sell.inTicket')}>
            {words.quantity(inCart)}
          </span>
        )}
      </span>
      <span className="tile-name">{name}</span>
      <span className="tile-foot">
        <span className="tile-price">{words.amount(priceMinor, currency, { isShort: true })}</span>
        <Stock product={product} />
      </span>
    </button>
  );
});

const LOW_MILLI = 6_000;

function Stock({ product }: { product: Product }): ReactNode {
  const words = useWords();
  const { availableMilli } = product;
  if (availableMilli === null || availableMilli > LOW_MILLI) return null;
  if (availableMilli <= 0) {
    return <span className="stock out">{words.say('sell.stockOut')}</span>;
  }
  const left = words.quantity(availableMilli);
  return <span className="stock low">{words.say('sell.stockLeft', { left })}</span>;
}

function useEndInSight(onEnd: (() => void) | undefined): React.RefObject<HTMLLIElement | null> {
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const end = ref.current;
    if (onEnd === undefined || end === null) return undefined;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting)) onEnd();
      },
      { rootMargin: '400px' },
    );
    watcher.observe(end);
    return () => watcher.disconnect();
  }, [onEnd]);
  return ref;
}
