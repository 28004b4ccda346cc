/** What has no barcode and is sold all day: the shop's own choice, in its own order. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useFacts, usePreferences, useWords } from '../../app/app.ts';
import type { Product } from '../../catalogue/catalogue.ts';
import { shownName } from '../../parts/product-name.ts';

export function QuickKeys(): ReactNode {
  const { till } = useApp();
  const words = useWords();
  const currency = useCurrency();
  const { quickKeys } = usePreferences();
  const facts = useFacts();
  const [products, setProducts] = useState<readonly Product[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void till.ports.catalogue.listQuickKeys(quickKeys).then((found) => {
      if (isCurrent) setProducts(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [till, quickKeys, facts]);
  if (products.length === 0) return null;
  return (
    <ul className="quick-keys" aria-label={words.say('sell.quickKeys')}>
      {products.map((product) => (
        <li key={product.productId}>
          <button
            type="button"
            className="quick-key"
            onClick={() => till.selling.addProduct(product)}
          >
            <span>{shownName(product.name).name}</span>
            <span className="quick-price">
              {words.amount(product.priceMinor, currency, { isShort: true })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
