/** A service worker's own surroundings, as far as they are used here: the DOM's types lack them. */

export interface ExtendableEvent extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void;
}

export interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
}

export interface ExtendableMessageEvent extends ExtendableEvent {
  readonly data: unknown;
}

export interface Tab {
  readonly id: string;
  readonly postMessage: (message: unknown, transfer: readonly Transferable[]) => void;
}

export interface WorkerScope {
  readonly caches: CacheStorage;
  readonly fetch: typeof globalThis.fetch;
  readonly MessageChannel: typeof MessageChannel;
  readonly setTimeout: (work: () => void, ms: number) => number;
  readonly registration: { readonly scope: string; readonly active: unknown };
  readonly clients: {
    readonly claim: () => Promise<void>;
    readonly matchAll: (options: {
      readonly type: 'window';
      readonly includeUncontrolled: boolean;
    }) => Promise<readonly Tab[]>;
  };
  readonly skipWaiting: () => Promise<void>;
  addEventListener(name: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(name: 'message', listener: (event: ExtendableMessageEvent) => void): void;
}
