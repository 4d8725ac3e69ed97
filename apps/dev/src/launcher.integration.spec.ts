import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './embedded/free-port';
import { processBirth } from './embedded/process-birth';
import { Launcher } from './launcher';
import type { RunState } from './run-file';
import { readSettings, type Settings } from './settings';

// Stands for every app: serves its health check and ends on request.
const serve = (port: string) => `
  require('node:http')
    .createServer((request, response) => response.end('{"open":true}'))
    .listen(process.env.${port}, '127.0.0.1');
  process.on('disconnect', () => process.exit());
`;
const refuse = `console.error('COLOUR is no setting.'); process.exit(78);`;

let folder: string;
let settings: Settings;
let said: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ome-launcher-'));
  said = [];
  settings = readSettings({
    PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    WORKER_PORT: String(await freePort()),
    FIX_PORT: String(await freePort()),
    SIMULATOR_STREAM_PORT: String(await freePort()),
    SIMULATOR_FIX_PORT: String(await freePort()),
    OME_DATA_DIR: join(folder, 'data'),
    MONGO_URL: process.env.MONGO_URL,
    REDIS_URL: process.env.REDIS_URL,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function createLauncher(apps: Record<string, string> = {}): Launcher {
  const entry = (name: string, source: string): string => {
    const path = join(folder, `${name}.js`);
    writeFileSync(path, apps[name] ?? source);
    return path;
  };
  const entries = {
    admin: entry('admin', ''),
    simulator: entry('simulator', serve('SIMULATOR_PORT')),
    api: entry('api', serve('PORT')),
    worker: entry('worker', serve('WORKER_PORT')),
    fix: entry('fix', serve('FIX_PORT')),
  };
  return new Launcher(settings, entries, process.env, (line) => said.push(line));
}

function runState(): RunState {
  return JSON.parse(readFileSync(join(settings.dataDir, 'run.json'), 'utf8')) as RunState;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

const isUp = () => said.some((line) => line.includes('is running'));

it('starts the apps, restarts one that is killed, and leaves none behind', async () => {
  const launcher = createLauncher();
  const run = launcher.run();
  await until(isUp);
  expect(said.join('\n')).toContain('Open: this is development');

  const { api, worker, simulator } = runState().processes;
  process.kill(api as number, 'SIGKILL');
  await until(() => ![undefined, api].includes(runState().processes.api));
  const reborn = runState().processes.api;

  launcher.stop();
  await run;
  const alive = [reborn, worker, simulator].filter((pid) => processBirth(pid as number));
  expect(alive).toEqual([]);
});

it('does not start a second engine in the same data folder', async () => {
  const first = createLauncher();
  const run = first.run();
  await until(isUp);
  await expect(createLauncher().run()).rejects.toThrow(
    `An engine is already running in ${settings.dataDir} (process ${process.pid}, http://127.0.0.1:${settings.port}).`,
  );
  first.stop();
  await run;
});

it('stops everything when an app refuses its settings', async () => {
  await expect(createLauncher({ worker: refuse }).run()).rejects.toThrow(
    'worker refuses its settings, as it says above.',
  );
  expect(said).toContain('COLOUR is no setting.');
});

it('fails with the output of the command that prepares the database', async () => {
  await expect(createLauncher({ admin: refuse }).run()).rejects.toThrow('COLOUR is no setting.');
});

it('leaves nothing behind when a database does not start', async () => {
  const failing = join(folder, 'mongod');
  writeFileSync(failing, '#!/bin/sh\nsleep 2\nexit 1\n', { mode: 0o755 });
  process.env.MONGOMS_SYSTEM_BINARY = failing;
  settings = { ...settings, mongoUrl: undefined };
  const waiting = `
    require('node:fs').writeFileSync(process.env.OME_DATA_DIR + '/waiting', String(process.pid));
    process.once('message', () => undefined);
  `;
  try {
    await expect(createLauncher({ admin: waiting }).run()).rejects.toThrow(
      'MongoDB ended with exit code 1 while it was starting.',
    );
  } finally {
    delete process.env.MONGOMS_SYSTEM_BINARY;
  }
  const waited = Number(readFileSync(join(settings.dataDir, 'waiting'), 'utf8'));
  await until(() => !processBirth(waited));
});

it('lets an app open the databases only once they are prepared', async () => {
  const launcher = createLauncher({
    admin: `
      const { writeFileSync } = require('node:fs');
      const prepare = () => writeFileSync(process.env.OME_DATA_DIR + '/prepared', '');
      process.once('message', () => setTimeout(prepare, 300));
    `,
    api: `
      process.once('message', () => {
        if (require('node:fs').existsSync(process.env.OME_DATA_DIR + '/prepared')) {${serve('PORT')}}
      });
    `,
  });
  const run = launcher.run();
  await until(isUp);
  launcher.stop();
  await run;
});

it('names a port that is taken, and the setting for it', async () => {
  const server = createServer().listen(settings.workerPort, '127.0.0.1');
  await expect(createLauncher().run()).rejects.toThrow(
    `Port ${settings.workerPort} on 127.0.0.1 is taken`,
  );
  server.close();
});
