/**
 * What PostgreSQL calls for each piece of its log that it wants back.
 *
 *   node bring-segment.ts <the kept piece> <where to>
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [, , from = '', to = ''] = process.argv;
// Beyond the last one there is none, which is how PostgreSQL learns that it was the last.
if (existsSync(from)) writeFileSync(to, gunzipSync(readFileSync(from)));
else process.exitCode = 1;
