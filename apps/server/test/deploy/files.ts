/** The files of an installation, as tests of deploy/ read them. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');

export function readRoot(name: string): string {
  return readFileSync(path.join(root, name), 'utf8');
}

/** Paths from the root, of files below a folder whose names end so. Links are not followed. */
export function filesBelow(folder: string, ...endings: readonly string[]): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** A YAML file of one document, with its anchors merged. Throws where it is none. */
export function readYaml(name: string): unknown {
  const documents = parseAllDocuments(readRoot(name), { merge: true, uniqueKeys: true });
  const [first, ...rest] = documents as unknown as { errors: Error[]; toJS: () => unknown }[];
  if (first === undefined || rest.length > 0) throw new Error(`${name} is not one document`);
  if (first.errors.length > 0) throw new Error(`${name}: ${first.errors.join('; ')}`);
  return first.toJS();
}

/** What is a mapping in YAML; an empty one for what is none. */
export function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
