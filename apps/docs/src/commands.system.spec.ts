import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BREEZE_SAMPLE, FLATTRADE_SAMPLE } from '@ome/listings';
import { strToU8, zipSync } from 'fflate';
import { CompiledApps } from '../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess } from '../../dev/src/engine-process/engine-process';
import { engineSettings } from '../../dev/src/engine-process/engine-settings';
import { missingIn, shownCommands } from './commands';
import { documents, ROOT } from './documents';

/** Blocks that no test runs, by their first words, with the reason. */
const NOT_RUN: readonly [begin: string, why: string][] = [
  ['npm ci\nnpm start', 'every test run installs, and every system test starts an engine so'],
  ['npm test\n', 'it is what runs this'],
  ['npm run screenshots', 'takes pictures for minutes; needs a browser'],
  ['curl -sN', 'runs until it is stopped: apps/api/src/events/event-stream.spec.ts'],
  ['npx ome follow', 'runs until it is stopped: apps/cli/src/program.integration.spec.ts'],
  ['deploy/make-env.sh', 'needs a container engine: apps/dev/src/deployment.spec.ts'],
];

const shown = documents().flatMap(shownCommands);
const isRun = ({ commands }: { commands: string }): boolean =>
  !NOT_RUN.some(([begin]) => commands.startsWith(begin));
const run = shown.filter(isRun);
const pages = [...new Set(run.map(({ page }) => page))];

const commandTimeoutMs = 180_000;
/** A busy machine takes longer than a reader would wait. */
const PATIENCE = 4;

let apps: CompiledApps;
let engine: EngineProcess;
let folder: string;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir(), {
    LOG_LEVEL: 'warn',
    // As `npm start` has it.
    SIMULATOR_MARKET: 'on',
  });
  folder = apps.makeDataDir();
  // The commands of package.json run the code compiled for the tests.
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(apps.distDir, join(folder, 'dist'));
  const [{ name, text }] = FLATTRADE_SAMPLE;
  writeFileSync(join(folder, name), text);
  const master = BREEZE_SAMPLE.map((file) => [file.name, strToU8(file.text)] as const);
  writeFileSync(join(folder, 'SecurityMaster.zip'), zipSync(Object.fromEntries(master)));
  const bin = join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  const ome = `#!/bin/sh\nexec node ${join(apps.distDir, 'apps/cli/src/main.js')} "$@"\n`;
  writeFileSync(join(bin, 'ome'), ome, { mode: 0o755 });
}, ENGINE_START_MS);

afterAll(async () => {
  await engine?.stop();
  apps.remove();
}, ENGINE_START_MS);

/** Pages show the addresses of `npm start`; the engine of this test has others. */
function atThisEngine(commands: string): string {
  const { apiUrl, simulatorUrl, mongoUrl } = engine.state;
  return commands
    .replaceAll('http://127.0.0.1:5000', apiUrl)
    .replaceAll('http://127.0.0.1:5001', simulatorUrl)
    .replaceAll(/^sleep (\d+)$/gm, (_, seconds: string) => `sleep ${Number(seconds) * PATIENCE}`)
    .replaceAll(/mongodb:\/\/127\.0\.0\.1:21597\/ome\?replicaSet=ome/g, mongoUrl!);
}

function output(commands: string): Promise<string> {
  const { apiUrl, mongoUrl, fixAddress } = engine.state;
  const [, fixPort] = fixAddress.split(':');
  const env = engineSettings({ OME_URL: apiUrl, MONGO_URL: mongoUrl!, FIX_PORT: fixPort });
  const script = ['set -e', atThisEngine(commands)].join('\n');
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, stdout: string, stderr: string) =>
      error ? reject(new Error(`${error.message}\n${stdout}${stderr}`)) : resolve(stdout);
    execFile('bash', ['-c', script], { cwd: folder, env, timeout: commandTimeoutMs }, done);
  });
}

describe.each(pages)('%s', (page) => {
  test.each(run.filter((block) => block.page === page))(
    'line $line does what it shows',
    async ({ commands, output: expected }) => {
      const printed = await output(commands);
      const missing = expected === null ? null : missingIn(printed, expected);
      if (missing !== null) throw new Error(`It did not print ${missing} but\n${printed}`);
    },
    commandTimeoutMs,
  );
});

test('blocks that are not run still exist', () => {
  const idle = NOT_RUN.filter(
    ([begin]) => !shown.some(({ commands }) => commands.startsWith(begin)),
  );
  expect(idle).toEqual([]);
});
