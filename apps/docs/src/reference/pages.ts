import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { cliPage } from './cli-page';
import { refusalsPage } from './refusals-page';
import { restPage } from './rest-page';
import { settingsPage } from './settings-page';
import { Metrics } from '@ome/platform';
import type { Metric } from 'prom-client';
import { code, page, prose, table } from './markdown';

const INTRODUCTION = `The api serves its metrics at \`/metrics\`, the worker on \`WORKER_PORT\`, in the format of Prometheus.
The usual ones of a Node process (\`process_…\`, \`nodejs_…\`) are there, too.`;

/** prom-client's fields of a metric that its types omit. */
type Described = Metric & { name: string; help: string; type?: string; labelNames: string[] };

export function metricsPage(): string {
  const own = (new Metrics().registry.getMetricsAsArray() as unknown as Described[]).filter(
    ({ name }) => name.startsWith('ome_'),
  );
  const rows = own.map((metric) => [
    code(metric.name),
    metric.constructor.name.toLowerCase(),
    metric.labelNames.map(code).join(', '),
    prose(metric.help),
  ]);
  return page('Metrics', INTRODUCTION, table(['metric', 'type', 'labels', 'what it counts'], rows));
}

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
