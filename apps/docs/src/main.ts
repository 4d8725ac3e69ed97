import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { REFERENCE_PAGES, referencePage } from './reference/pages';

// Relative to its compiled location.
const root = resolve(__dirname, '../../../..');

/** Writes the reference pages that are generated from the code. */
async function main(): Promise<void> {
  for (const path of REFERENCE_PAGES) {
    await writeFile(join(root, path), await referencePage(root, path));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
