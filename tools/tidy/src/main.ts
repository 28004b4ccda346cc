/** `node tools/tidy/src/main.ts`: holds every file of the repository to the house rules. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { complaintsAbout } from './rules.ts';

const root = new URL('../../../', import.meta.url);
const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});

/** A file that git lists and that is deleted has nothing to say. */
function read(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return undefined;
  }
}

const isGenerated = (path: string): boolean => path.includes('/generated/');

const tree = new Map<string, string>();
for (const path of new Set(listed.split('\0'))) {
  // What a program writes, a program answers for: its own test holds it to where it came from.
  const text = path === '' || isGenerated(path) ? undefined : read(path);
  if (text !== undefined) tree.set(path, text);
}
const complaints = complaintsAbout(tree);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
