/** What `npm test` checks, in order: the quick ones first. `program` is package or package#name. */
export const checks = [
  { name: 'types', program: 'typescript#tsc', arguments: ['-p', 'tsconfig.json', '--noEmit'] },
  {
    name: 'types of the till',
    program: 'typescript#tsc',
    arguments: ['-p', 'apps/register/src/tsconfig.json', '--noEmit'],
  },
  { name: 'lint', program: 'eslint', arguments: ['.', '--max-warnings', '0'] },
  {
    name: 'imports',
    program: 'dependency-cruiser#depcruise',
    arguments: ['packages', 'modules', 'apps', 'tools', 'scripts'],
  },
  { name: 'tidy', script: 'tools/tidy/src/main.ts', arguments: [] },
  { name: 'dead code', program: 'knip', arguments: [] },
  { name: 'format', program: 'prettier', arguments: ['--check', '.'] },
  { name: 'tests', program: 'vitest', arguments: ['run'], takesArguments: true, isCounted: true },
];
