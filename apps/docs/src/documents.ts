import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Relative to the sources; compiled code does not read them. */
export const ROOT = join(__dirname, '../../..');

/** A page of Markdown, by its path from the root. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** README and the like, and every page of docs/. */
export function documents(): Document[] {
  const tops = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
  const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('.vitepress'))
    .map((path) => join('docs', path))
    .sort();
  return [...tops, ...pages].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}

/** The first group of every match. */
export const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, first]) => first);
