/** Go's own installer tells people to add its folder to their PATH; scripts often have another. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Our PATH, and wherever Go is found. */
export function pathWithGo() {
  const places = [
    process.env.GOROOT && join(process.env.GOROOT, 'bin'),
    '/usr/local/go/bin',
    join(homedir(), 'go', 'bin'),
    join(homedir(), 'sdk', 'go', 'bin'),
    'C:\\Program Files\\Go\\bin',
  ];
  const there = places.filter((place) => place && existsSync(place));
  return [process.env.PATH, ...there].join(delimiter);
}
