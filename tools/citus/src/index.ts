/** What a test of the server asks as well. */
export { distributeSql } from './distribute-sql.ts';
export { isPure, judgeFunction, onCoordinator, ownCalls } from './judge-function.ts';
export { judgeStatement } from './judge-statement.ts';
export type { Known } from './judge-statement.ts';
export { readCatalogue } from './read-catalogue.ts';
export type { Catalogue, StoredFunction } from './read-catalogue.ts';
