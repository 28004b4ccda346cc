/** Every screen in a state worth looking at, by a name: for pictures and for the axe. */
import type { App } from '../app/app.ts';
import { makeNavigation } from '../app/navigation.ts';
import { preferencesOf } from '../app/preferences.ts';
import { tintsOf } from '../app/tints.ts';
import type { Standing } from '../app/office.ts';
import { isSceneName } from './scene-names.ts';
import type { SceneName } from './scene-names.ts';
import {
  add,
  day,
  exchanged,
  filled,
  open,
  sold,
  traded,
  troubled,
  undoing,
  undone,
} from './days.ts';
import type { Stage } from './days.ts';
import { customers } from './pretend-customers.ts';
import { pretendDevices } from './pretend-devices.ts';
import { pretendOffice } from './pretend-office.ts';
import { pretendProducts } from './pretend-shop.ts';
import { connected, stuck } from './pretend-jobs.ts';
import { countDollars, handDollars, leadHere, takeDollars } from './pretend-rates.ts';
import { pretendSet } from './pretend-promotions.ts';
import { memoryKeeper, pretendTill } from './pretend-till.ts';

const standing: Standing = { registerName: 'Till 2', isSignedIn: true };

type Scene = (stage: Stage) => Promise<void> | void;

const scenes: Readonly<Record<SceneName, Scene>> = {
  sell: filled,
  'sell-offline': async (stage) => {
    await filled(stage);
    stage.journal.setStatus({ line: 'offline', waiting: 12, oldestAtMs: 0 });
  },
  'sell-empty': open,
  'sell-list': async (stage) => {
    await filled(stage);
    stage.app.preferences.setState({ layout: 'list' });
  },
  'sell-undo': async (stage) => {
    await filled(stage);
    const line = stage.till.store.getState().cart.lines[1];
    if (line !== undefined) stage.till.selling.removeLine(line.lineId);
  },
  ticket: async (stage) => {
    await filled(stage);
    stage.app.navigation.showTicket(true);
  },
  pay: async (stage) => {
    await filled(stage);
    stage.till.paying.startPaying();
    stage.app.navigation.go({ at: 'pay' });
  },
  'pay-split': async (stage) => {
    await filled(stage);
    stage.till.paying.startPaying();
    await stage.till.paying.takeTender({
      method: 'MOBILE',
      amountMinor: 100_000,
      reference: 'TKL4H7Q2ZN',
    });
    stage.app.navigation.go({ at: 'pay' });
  },
  'pay-foreign': async (stage) => {
    await filled(stage);
    takeDollars(stage);
    stage.till.paying.startPaying();
    await handDollars(stage, 500);
    stage.app.navigation.go({ at: 'pay', currency: 'USD' });
  },
  paid: sold,
  history: async (stage) => {
    await day(stage);
    stage.app.navigation.go({ at: 'history' });
  },
  refund: async (stage) => {
    await day(stage);
    const sale = stage.till.records().find(({ kind }) => kind === 'sale');
    stage.app.navigation.go({ at: 'refund', saleId: sale?.id ?? '' });
  },
  'loose-refund': async (stage) => {
    await filled(stage);
    stage.app.navigation.go({ at: 'loose-refund' });
  },
  exchange: (stage) => exchanged(stage, 'Eggs', 'Zawadi'),
  'exchange-pay': async (stage) => {
    await exchanged(stage, 'Mandazi');
    stage.till.paying.startPaying();
    stage.app.navigation.go({ at: 'pay' });
  },
  approval: async (stage) => {
    await filled(stage);
    const discount = { kind: 'rate', ratePpm: 300_000 } as const;
    stage.till.selling.changeTerms({ lineId: null, discount });
    stage.app.navigation.open({ kind: 'let-pass' });
  },
  drawer: async (stage) => {
    await day(stage);
    stage.app.navigation.go({ at: 'drawer' });
  },
  'drawer-foreign': async (stage) => {
    await traded(stage);
    stage.app.navigation.go({ at: 'drawer' });
  },
  close: async (stage) => {
    await day(stage);
    stage.app.navigation.go({ at: 'close' });
  },
  'close-foreign': async (stage) => {
    await day(stage);
    takeDollars(stage);
    add(stage, 'Povu');
    await handDollars(stage, 2_000);
    countDollars(stage, 1_900);
    stage.app.navigation.go({ at: 'close' });
  },
  attention: troubled,
  'attention-none': async (stage) => {
    await open(stage);
    stage.app.navigation.go({ at: 'attention' });
  },
  settings: async (stage) => {
    await open(stage);
    stage.app.navigation.go({ at: 'settings' });
  },
  'settings-printer': async (stage) => {
    await open(stage);
    connected(stage, { kind: 'near_end' });
    stage.app.navigation.go({ at: 'settings' });
  },
  'settings-rates': async (stage) => {
    await open(stage);
    takeDollars(stage);
    leadHere(stage);
    stage.app.navigation.go({ at: 'settings' });
  },
  prints: async (stage) => {
    await filled(stage);
    connected(stage, { kind: 'trouble', trouble: 'out_of_paper' });
    stage.app.devices.store.setState({ jobs: stuck(['held', 'waiting', 'doubtful']) });
    stage.app.navigation.open({ kind: 'prints' });
  },
  'paid-unprinted': async (stage) => {
    stage.app.preferences.setState({ printing: 'always' });
    await sold(stage);
    connected(stage, { kind: 'trouble', trouble: 'cover_open' });
    const [job] = stuck(['held']);
    const id = stage.till.store.getState().finished?.id ?? '';
    if (job !== undefined) stage.app.devices.store.setState({ jobs: [{ ...job, id }] });
  },
  'no-sale': async (stage) => {
    await day(stage);
    stage.app.navigation.open({ kind: 'no-sale' });
  },
  void: undoing,
  'void-slip': undone,
  'camera-denied': (stage) => overlaid(stage, { kind: 'camera' }),
  menu: (stage) => overlaid(stage, { kind: 'menu' }),
  keys: (stage) => overlaid(stage, { kind: 'keys' }),
  sync: (stage) => overlaid(stage, { kind: 'sync' }),
  customer: (stage) => overlaid(stage, { kind: 'customer' }),
  discount: (stage) => overlaid(stage, { kind: 'discount', lineId: null }),
  coupon: (stage) => overlaid(stage, { kind: 'coupon' }),
  promoted: async (stage) => {
    await open(stage);
    add(stage, 'Mlima', 'Mlima', 'Mlima', 'Zawadi', 'Jua', 'Safi', 'Eggs');
    stage.catalogue.change({ facts: { ...stage.catalogue.facts(), promotionSet: pretendSet } });
    stage.till.selling.addCoupon('KARIBU');
  },
  who: (stage) => overlaid(stage, { kind: 'who' }),
  quantity: async (stage) => {
    await filled(stage);
    const lineId = stage.till.store.getState().cart.lastLineId ?? '';
    stage.app.navigation.open({ kind: 'quantity', lineId });
  },
  parked: async (stage) => {
    await filled(stage);
    stage.till.selling.park();
    add(stage, 'Mandazi', 'Avocado');
    stage.till.selling.park();
    stage.app.navigation.open({ kind: 'parked' });
  },
  open: () => undefined,
  pin: ({ till }) => till.people.stepDown(),
  enrol: ({ app }) => (app.office as ReturnType<typeof pretendOffice>).set({ registerName: null }),
  'sign-in': ({ app, catalogue }) => {
    catalogue.change({ facts: { state: 'empty' } });
    (app.office as ReturnType<typeof pretendOffice>).set({ isSignedIn: false });
  },
};

async function overlaid(
  stage: Stage,
  overlay: Parameters<App['navigation']['open']>[0],
): Promise<void> {
  await filled(stage);
  stage.app.navigation.open(overlay);
}

export interface Scenery {
  readonly after: App['after'];
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'sw';
}

/** The app as it stands in a scene. */
export async function appIn(name: string, scenery: Scenery): Promise<App> {
  const pretend = pretendTill();
  const keeper = memoryKeeper();
  const preferences = preferencesOf(keeper, [scenery.language]);
  const quick = ['Mandazi', 'Chapati', 'Avocado', 'Paper bag', 'Matches', 'Eggs'];
  preferences.setState({
    theme: scenery.theme,
    quickKeys: pretendProducts
      .filter((product) => quick.some((word) => product.name.startsWith(word)))
      .map(({ productId }) => productId),
  });
  const app: App = {
    till: pretend.till,
    office: pretendOffice(standing, customers),
    devices: pretendDevices({ keeper, camera: name === 'camera-denied' ? 'denied' : 'missing' }),
    navigation: makeNavigation(),
    preferences,
    tints: tintsOf(keeper),
    nowMs: pretend.till.ports.world.nowMs,
    after: scenery.after,
    saveFile: () => undefined,
  };
  if (isSceneName(name)) await scenes[name]({ ...pretend, app });
  return app;
}
