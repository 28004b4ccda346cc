import { IDBFactory } from 'fake-indexeddb';
import { indexedPrintStore, memoryPrintStore } from '../src/index.ts';
import { printQueueSuite } from './print-queue-suite.ts';

printQueueSuite('memory', async () => memoryPrintStore());
printQueueSuite('IndexedDB', () => indexedPrintStore(new IDBFactory()));
