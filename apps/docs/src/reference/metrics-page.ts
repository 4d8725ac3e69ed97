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
