/** The catalogue's worker: what the page asks is answered here, and the page is never held up. */
import type { Asked, OpenQuestion, RefreshAnswer, RefreshQuestion, Said } from '../messages.ts';
import { answersFrom, shopFactsOf } from './answers.ts';
import { browserWorld } from './browser-world.ts';
import { copyStore } from './copy-store.ts';
import { openDatabase } from './database.ts';
import { openKeeper } from './keeper.ts';
import type { Keeper } from './keeper.ts';
import { openSecondPlace } from './second-place.ts';
import type { SecondPlace } from './second-place.ts';
import { sharedCopy } from './shared-copy.ts';
import type { SharedCopy } from './shared-copy.ts';
import { openFiles } from './stored-files.ts';

/** A dedicated worker's own, which the DOM's types do not know. */
interface Scope extends WindowOrWorkerGlobalScope {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  readonly postMessage: (said: Said) => void;
  readonly navigator: Navigator;
  readonly MessageChannel: typeof MessageChannel;
  readonly BroadcastChannel: typeof BroadcastChannel;
  readonly Date: DateConstructor;
}

const scope = self as unknown as Scope;
const world = browserWorld(scope);
const opened = Promise.withResolvers<Kept>();
const QUIET_MS = 5_000;
let askedAtMs = 0;

interface Kept {
  readonly keeper: Keeper;
  readonly shared: SharedCopy;
  readonly second: Promise<SecondPlace>;
  readonly answers: ReturnType<typeof answersFrom>;
}

scope.onmessage = ({ data }) => {
  answerOf(data).then(
    (answer) => scope.postMessage({ number: data.number, answer }),
    (error: unknown) => scope.postMessage({ number: data.number, failure: String(error) }),
  );
};

async function answerOf({ question, ask }: Asked): Promise<unknown> {
  if (question !== 'refresh') askedAtMs = world.nowMs();
  if (question === 'open') {
    opened.resolve(await openCopy(ask as OpenQuestion));
    return undefined;
  }
  const { answers, ...kept } = await opened.promise;
  if (question === 'refresh') return refresh(kept, ask as RefreshQuestion);
  return (answers[question] as (ask: unknown) => unknown)(ask);
}

const isQuiet = (): boolean => world.nowMs() - askedAtMs > QUIET_MS;

async function openCopy({ tenantId, foldAt }: OpenQuestion): Promise<Kept> {
  const name = `evertill-catalogue-${tenantId}`;
  const database = await openDatabase(scope.indexedDB, name);
  const files = await openFiles(scope.navigator.storage, name, database);
  const store = copyStore({ database, files, world });
  const keeper = openKeeper({
    ...{ store, world },
    ...(foldAt === undefined ? {} : { foldAt }),
    isQuiet,
    onChange: () => scope.postMessage({ facts: shopFactsOf(keeper) }),
  });
  const channel = new scope.BroadcastChannel(name);
  const shared = sharedCopy({ locks: scope.navigator.locks, channel }, name, () => {
    void keeper.follow();
  });
  await keeper.follow();
  const { navigator } = scope;
  // Whoever has goods is not held up by it.
  const second = openSecondPlace({ navigator, name, world, first: store, isQuiet });
  if (keeper.shelf() === undefined) {
    await shared.alone((await second).giveBack);
    await keeper.follow();
  }
  return { keeper, shared, second, answers: answersFrom(keeper) };
}

async function refresh(
  { keeper, shared, second }: Omit<Kept, 'answers'>,
  question: RefreshQuestion,
): Promise<RefreshAnswer> {
  try {
    const answer = await shared.alone(() => keeper.refresh(question));
    // Nobody waits for it.
    const bringing = shared.alone(async () => (await second).bring());
    bringing.catch((error: unknown) => scope.reportError(error));
    return answer ?? { outcome: 'no_answer' };
  } catch (error) {
    scope.reportError(error);
    return { outcome: 'disk_failed' };
  } finally {
    shared.tell();
  }
}
