/** What `npm test` checks, in order: the quick ones first. `program` is package or package#name. */
export const checks = [
  { name: 'types', program: 'typescript#tsc', arguments: ['-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', program: 'eslint', arguments: ['.', '--max-warnings', '0'] },
  {
    name: 'imports',
    program: 'dependency-cruiser#depcruise',
    arguments: ['packages', 'modules', 'apps', 'tools'],
  },
  { name: 'tidy', script: 'tools/tidy/src/index.ts', arguments: [] },
  { name: 'tests', program: 'vitest', arguments: ['run'], takesArguments: true },
];
