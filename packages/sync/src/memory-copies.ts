/** Copies in memory: for tests, for the simulation, and for a browser that keeps nothing. */
import type { PulledLevel, PulledPerson } from '@evertill/contract';
import { emptyCopies } from './copies.ts';
import type { CopiesHead, CopiesStorage, ShopPriceBook } from './copies.ts';

interface Shelf {
  head: CopiesHead;
  readonly staff: Map<string, PulledPerson>;
  readonly books: Map<number, ShopPriceBook>;
  readonly levels: Map<string, Map<string, PulledLevel>>;
}

/** One for each device; its tabs share it. */
export function memoryCopies(): CopiesStorage {
  const shelf: Shelf = {
    head: emptyCopies,
    staff: new Map(),
    books: new Map(),
    levels: new Map(),
  };
  return {
    head: async () => shelf.head,
    staff: async () => [...shelf.staff.values()],
    priceBook: async (version) => shelf.books.get(version),
    levelsOf: async (product) => [...(shelf.levels.get(product)?.values() ?? [])],
    put: async ({ head, priceBook, staff, removedStaff, stockLevels }) => {
      shelf.head = head;
      if (priceBook !== null) shelf.books.set(priceBook.version, priceBook);
      for (const person of staff) shelf.staff.set(person.userClientId, person);
      for (const id of removedStaff) shelf.staff.delete(id);
      for (const level of stockLevels) putLevel(shelf, level);
    },
    clear: async () => {
      shelf.head = emptyCopies;
      for (const map of [shelf.staff, shelf.books, shelf.levels]) map.clear();
    },
    close: () => undefined,
  };
}

function putLevel({ levels }: Shelf, level: PulledLevel): void {
  const places = levels.get(level.product) ?? new Map<string, PulledLevel>();
  levels.set(level.product, places.set(level.location, level));
}
