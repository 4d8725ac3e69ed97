import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Launcher, type AppEntries } from './launcher';
import { readSettings, SettingError } from './settings';
import { stopOnSignals } from './stop-signals';
import { refusedSettings } from './supervisor';

process.title = 'ome-dev';

const entries: AppEntries = {
  admin: entryOf('admin'),
  simulator: entryOf('simulator'),
  api: entryOf('api'),
  worker: entryOf('worker'),
  fix: entryOf('fix'),
};

function entryOf(app: string): string {
  return join(__dirname, '..', '..', app, 'src', 'main.js');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const launcher = new Launcher(readSettings(process.env), entries, process.env, say);
  stopOnSignals(launcher);
  await launcher.run();
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof SettingError ? refusedSettings : 1;
});
