import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BROKERS } from '@ome/execution-links';

const root = join(__dirname, '..', '..', '..');
const names = BROKERS.map(({ name }) => name);
const named = new RegExp(names.join('|'), 'i');

/** The brokers' own folders, test code, and the runs of clients that some brokers publish. */
const own = new RegExp(
  `/(${names.join('|')})/|/testing/|/test/|/screenshots/|\\.spec\\.ts$|^apps/(chaos|bench|simulator/src/judges)/`,
);

/** The files that list each broker: another broker is added there. */
const LISTS = [
  '.env.example',
  'apps/simulator/src/simulated-brokers.ts',
  'libs/execution-links/src/brokers.ts',
];

/** Files that name a broker, but need no change for another one. */
const EXAMPLES_AND_FORMATS = [
  // Breeze's own wire format, in which existing programs call us.
  'apps/api/src/relay/relay.ts',
  'apps/api/src/relay/relayed-order.ts',
  'libs/execution-links/src/index.ts',
  'libs/listings/src/index.ts',
  'libs/listings/src/listings.ts',
  // Examples in the help of commands.
  'apps/admin/src/instruments.command.ts',
  'apps/cli/src/commands/instruments.command.ts',
  'apps/cli/src/commands/links.command.ts',
  // Two settings that predate deploy/brokers.env, which has those of any broker.
  'docker-compose.yml',
];

const withoutComments = (code: string): string =>
  code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);

const naming = [...sources, '.env.example', 'docker-compose.yml']
  .filter((path) => !own.test(path))
  .filter((path) => named.test(withoutComments(readFileSync(join(root, path), 'utf8'))));

test('another broker touches three files outside its own folders', () => {
  expect(LISTS).toHaveLength(3);
  expect(naming.toSorted()).toEqual([...LISTS, ...EXAMPLES_AND_FORMATS].toSorted());
});

test('docs/adding-a-broker.md names them', () => {
  const text = readFileSync(join(root, 'docs/adding-a-broker.md'), 'utf8');
  for (const path of LISTS) expect(text).toContain(`\`${path}\``);
});
