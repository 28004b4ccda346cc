/** What can be sold: found by words, by category, or by the keys of the shop's own choice. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useFacts, useWords } from '../../app/app.ts';
import type { Category, Product } from '../../catalogue/catalogue.ts';
import { SEARCH_RESULTS_MAX } from '../../catalogue/catalogue.ts';
import { CategoryRail } from './category-rail.tsx';
import { NoProducts, NothingFound } from './no-products.tsx';
import { ProductTiles } from './product-tiles.tsx';
import { QuickKeys } from './quick-keys.tsx';
import { SearchField } from './search-field.tsx';
import { useProductPage } from './use-product-page.ts';

/** Undefined: the quick keys; null: all products. */
export type Shelf = string | null;

export function Products(): ReactNode {
  const words = useWords();
  const facts = useFacts();
  const categories = useCategories();
  const [shelf, setShelf] = useState<Shelf>(null);
  const [text, setText] = useState('');
  const found = useSearch(text);
  const { products, isMore, showMore } = useProductPage(shelf);
  const isSearching = text.trim() !== '';
  const shown = isSearching ? found : products;
  const asOf =
    facts.asOfMs === undefined
      ? words.say('sell.asOfNever')
      : words.say('sell.asOf', { time: words.time(facts.asOfMs) });
  return (
    <>
      <CategoryRail
        categories={categories}
        shelf={isSearching ? undefined : shelf}
        onShelf={(next) => {
          setShelf(next);
          setText('');
        }}
      >
        <p className="rail-foot">
          {asOf}
          <br />
          {words.say('sell.productsHere', { count: facts.productsCount })}
        </p>
      </CategoryRail>
      <div className="shelf">
        <SearchField text={text} onText={setText} first={isSearching ? found?.[0] : undefined} />
        {isSearching ? null : <QuickKeys />}
        {shown === undefined ? null : shown.length === 0 ? (
          isSearching ? (
            <NothingFound text={text} />
          ) : (
            <NoProducts />
          )
        ) : (
          <ProductTiles products={shown} onEnd={isSearching || !isMore ? undefined : showMore} />
        )}
      </div>
    </>
  );
}

function useCategories(): readonly Category[] {
  const { till } = useApp();
  const facts = useFacts();
  const [categories, setCategories] = useState<readonly Category[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void till.ports.catalogue.listCategories().then((all) => {
      if (isCurrent) setCategories(all);
    });
    return () => {
      isCurrent = false;
    };
  }, [till, facts]);
  return categories;
}

/** The answer to what was typed last, whatever the order in which answers come. */
function useSearch(text: string): readonly Product[] | undefined {
  const { till } = useApp();
  const [found, setFound] = useState<readonly Product[]>();
  useEffect(() => {
    let isCurrent = true;
    if (text.trim() === '') return undefined;
    void till.ports.catalogue.search(text, SEARCH_RESULTS_MAX).then((products) => {
      if (isCurrent) setFound(products);
    });
    return () => {
      isCurrent = false;
    };
  }, [till, text]);
  return found;
}
