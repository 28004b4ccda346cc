/**
 * The rules as a browser engine runs them, against the oracle. Both run in the page, on baskets
 * drawn there: no number crosses before it is compared. A difference is looked at once more in
 * Node, so that a basket or an oracle that differs by engine is told from a rule that does.
 */
import { openPage } from './open-page.ts';
import type { WalkResult, WalkRun } from './walk-result.ts';
import { walkInNode } from './walk-in-node.ts';

/** Baskets between two words with the page. */
const SLICE = 10_000;

export async function walkInBrowser(walk: WalkRun): Promise<WalkResult> {
  const page = await openPage();
  const note = page.engine;
  try {
    for (let compared = 0; compared < walk.count; compared += SLICE) {
      const [from, count] = [walk.from + compared, Math.min(SLICE, walk.count - compared)];
      const slice = { seed: walk.seed, from, count };
      const answer = await page.call('compareSlice', slice);
      if (answer.difference !== undefined) {
        const index = from + answer.compared;
        const inNode = walkInNode({ ...walk, from: index, count: 1 }).found === undefined;
        const difference = { isOnlyInTheBrowser: inNode, ...answer.difference };
        return { compared: compared + answer.compared, note, found: { index, difference } };
      }
      if (answer.compared !== count) throw new Error(`the page compared ${answer.compared}`);
      walk.onProgress(compared + count);
    }
    return { compared: walk.count, note };
  } finally {
    await page.close();
  }
}
