/** The products of a shelf, a page at a time, in an order that does not move under a finger. */
import { useCallback, useEffect, useState } from 'react';
import { useApp, useFacts } from '../../app/app.ts';
import type { Product } from '../../catalogue/catalogue.ts';

const PAGE = 60;

export interface ShelfPage {
  /** Undefined until the first page is there. */
  readonly products: readonly Product[] | undefined;
  readonly isMore: boolean;
  readonly showMore: () => void;
}

export function useProductPage(categoryId: string | null): ShelfPage {
  const { till } = useApp();
  const facts = useFacts();
  const [page, setPage] = useState<{ products: readonly Product[]; totalCount: number }>();
  const [wanted, setWanted] = useState({ categoryId, limit: PAGE });
  const limit = wanted.categoryId === categoryId ? wanted.limit : PAGE;
  useEffect(() => {
    let isCurrent = true;
    const question = { categoryId, offset: 0, limit };
    void till.ports.catalogue.listProducts(question).then((answer) => {
      if (isCurrent) setPage(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [till, facts, categoryId, limit]);
  const showMore = useCallback(() => {
    setWanted({ categoryId, limit: limit + PAGE });
  }, [categoryId, limit]);
  const isMore = page !== undefined && page.products.length < page.totalCount && limit < 200;
  return { products: page?.products, isMore, showMore };
}
