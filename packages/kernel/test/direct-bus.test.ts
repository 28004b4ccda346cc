/** The bus within one process, asked what every bus is asked. */
import { busSuite } from '@evertill/testing';
import { directBus } from '../src/index.ts';

busSuite((inboxes) => directBus((name) => inboxes.get(name) ?? (() => Promise.resolve())));
