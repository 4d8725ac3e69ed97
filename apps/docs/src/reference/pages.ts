import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { cliPage } from './cli-page';
import { metricsPage } from './metrics-page';
import { refusalsPage } from './refusals-page';
import { restPage } from './rest-page';
import { settingsPage } from './settings-page';

const PAGES: Readonly<Record<string, (root: string) => string | Promise<string>>> = {
  'docs/reference/cli.md': cliPage,
  'docs/reference/metrics.md': metricsPage,
  'docs/reference/refusals.md': refusalsPage,
  'docs/reference/rest.md': restPage,
  'docs/reference/settings.md': settingsPage,
};

export const REFERENCE_PAGES = Object.keys(PAGES);

/** A reference page generated from the code, formatted as the repository is. */
export async function referencePage(root: string, path: string): Promise<string> {
  const file = join(root, path);
  const options = await resolveConfig(file);
  return format(await PAGES[path](root), { ...options, filepath: file });
}
