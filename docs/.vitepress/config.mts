import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

const docs = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(docs, path), 'utf8');

/** The version, and the commit where the site is built from a clone. */
function version(): string {
  const { version } = JSON.parse(read('../package.json')) as { version: string };
  const commit = process.env.GIT_COMMIT || headCommit();
  return commit ? `${version} (${commit.slice(0, 7)})` : version;
}

function headCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: docs,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

const titleOf = (path: string): string => /^# (.+)$/m.exec(read(path))![1];
const link = (path: string) => ({ text: titleOf(path), link: `/${path.replace(/\.md$/, '')}` });
const short = (text: string, path: string) => ({ ...link(path), text });

const decisions = readdirSync(join(docs, 'decisions'))
  .filter((name) => /^\d/.test(name))
  .map((name) => link(`decisions/${name}`));

export default defineConfig({
  title: 'OME',
  description: 'An order management engine',
  base: '/docs/guide/',
  lang: 'en',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // The pages are served with a content security policy: what can be a file is no inline script.
  metaChunk: true,
  vite: { build: { assetsInlineLimit: 0 } },
  // The links of README that lead here lead out of the site.
  ignoreDeadLinks: false,
  themeConfig: {
    nav: [
      { text: 'REST', link: '/reference/rest' },
      { text: 'Settings', link: '/reference/settings' },
      { text: version(), link: '/' },
    ],
    outline: [2, 3],
    search: { provider: 'local' },
    sidebar: [
      {
        text: 'Guides',
        items: [
          short('Gateways', 'guides/gateways.md'),
          link('guides/slices-and-baskets.md'),
          short('FIX', 'guides/fix.md'),
          short('Events', 'guides/events.md'),
          link('guides/positions-and-risk.md'),
          short('The trading day', 'guides/trading-day.md'),
          short('Links', 'guides/links.md'),
          short('Brokers', 'guides/brokers.md'),
          short('Ops', 'guides/ops.md'),
          link('guides/console.md'),
          short('Machine', 'guides/machine.md'),
          link('guides/simulator.md'),
          link('guides/official-clients.md'),
        ],
      },
      {
        text: 'Reference',
        items: [
          link('reference/rest.md'),
          link('reference/events.md'),
          link('reference/settings.md'),
          link('reference/cli.md'),
          link('reference/metrics.md'),
          link('reference/refusals.md'),
          short('Wire formats', 'reference/wire-formats.md'),
          link('glossary.md'),
        ],
      },
      {
        text: 'The engine',
        items: [
          link('architecture.md'),
          link('correctness.md'),
          link('security.md'),
          link('performance.md'),
          short('Order states', 'order-states.md'),
          link('adding-a-broker.md'),
          link('adding-an-order-field.md'),
          { ...link('decisions/index.md'), link: '/decisions/', collapsed: true, items: decisions },
        ],
      },
    ],
  },
});
