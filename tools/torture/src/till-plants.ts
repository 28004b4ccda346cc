/**
 * Bugs put into the browser before the till starts in it: what a till would be that says that a
 * sale is saved before it is. The product is left as it is; what it stands on lies to it.
 */

export const tillPlants = {
  /** A transaction is called complete as soon as it was asked for, and ends much later. */
  said_before_write: saidBeforeWrite,
  /** What Chromium does unless it is asked for more. Kills cannot show it: power cuts have to. */
  relaxed_durability: relaxedDurability,
} as const;

export type TillPlant = keyof typeof tillPlants;
export const tillPlantNames = Object.keys(tillPlants) as readonly TillPlant[];

/** Runs in the page, before anything else. */
function saidBeforeWrite(): void {
  const LATE_MS = 600;
  // It ends when nobody asks for anything any more, and not by word.
  IDBTransaction.prototype.commit = () => undefined;
  const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put');
  const original = put?.value as IDBObjectStore['put'];
  IDBObjectStore.prototype.put = function lying(this: IDBObjectStore, ...given) {
    const request = original.apply(this, given);
    if (this.name !== 'head' || this.transaction.durability !== 'strict') return request;
    const endMs = performance.now() + LATE_MS;
    const hold = (): void => {
      if (performance.now() < endMs) this.get('head').addEventListener('success', hold);
    };
    request.addEventListener('success', () => {
      hold();
      queueMicrotask(() => this.transaction.dispatchEvent(new Event('complete')));
    });
    return request;
  };
}

function relaxedDurability(): void {
  const of = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction');
  const original = of?.value as IDBDatabase['transaction'];
  IDBDatabase.prototype.transaction = function lying(this: IDBDatabase, names, mode) {
    return original.call(this, names, mode, { durability: 'relaxed' });
  };
}
