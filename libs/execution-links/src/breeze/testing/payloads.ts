import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A reply or a frame in the broker's documented form, as text. */
export const payload = (name: string): string =>
  readFileSync(join(__dirname, '..', 'test-data', `${name}.json`), 'utf8');
