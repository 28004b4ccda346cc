/** What belongs in one place only: the machine we sit at, and how many processes we are. */
import { isTest, matches } from './rule.ts';
import type { Rule } from './rule.ts';

// Written with a class of one letter, so that the pattern does not match itself.
const machines =
  /(?<![\w.:])\/(?:[w]ork|[r]oot|[U]sers|[h]ome\/[a-z]+)\/[\w.-]+|\bregistry\.[a-z-]+\.(?:com|org|net|io)\b|\/\/[\w.-]*(?:nexus|artifactory|verdaccio)[\w.-]*/g;

export const noMachine: Rule = {
  sentence: 'No file knows the machine it was written on: no path of it, no registry.',
  find: ({ path, text }) => (path === 'package-lock.json' ? [] : matches(text, machines)),
};

/** They are what turns a deployment into values, and values into neighbours. */
const mayKnow =
  /^apps\/server\/src\/(config|assemble|cli\/[^/]+)\.ts$|^packages\/kernel\/src\/(peers|peer-door)\.ts$/;

export const noTopology: Rule = {
  sentence: 'One deployment is all deployments: nothing asks who is here and who is elsewhere.',
  find: ({ path, text }) => {
    const isProduct = /^(packages|modules|apps)\/[^/]+\/src\/.*\.ts$/.test(path) && !isTest(path);
    if (!isProduct || mayKnow.test(path)) return [];
    return matches(
      text,
      /\bmodules\.(?:length|includes)\b|\bpeerUrls\b|\bisLocal\b|EVERTILL_PEER/g,
    );
  },
};
