import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

/** Within the repository, so that compiled code finds the packages. */
const cache = join(root, 'node_modules/.cache');

/** The folder of what one test run compiles: see the global set-up. */
export const compiledFolder = (testRun: string): string => join(cache, `ome-test-${testRun}`);

/** The apps, compiled once for all specs of a run, and data folders for a spec's engines. */
export class CompiledApps {
  private readonly dataFolder = mkdtempSync(join(cache, 'ome-spec-'));

  private constructor(readonly distDir: string) {}

  static compile({ console = false } = {}): CompiledApps {
    mkdirSync(cache, { recursive: true });
    const folder = compiledFolder(process.env.OME_TEST_RUN!);
    mkdirSync(folder, { recursive: true });
    const distDir = join(folder, 'dist');
    make(distDir, compileApps);
    if (console) make(join(distDir, 'apps/console-web'), buildConsole);
    return new CompiledApps(distDir);
  }

  makeDataDir(): string {
    return mkdtempSync(join(this.dataFolder, 'data-'));
  }

  remove(): void {
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}

/** Another spec may do the same at the same time: whoever is first puts it there whole. */
function make(folder: string, fill: (folder: string) => void): void {
  if (existsSync(folder)) return;
  const unfinished = mkdtempSync(join(compiledFolder(process.env.OME_TEST_RUN!), 'unfinished-'));
  fill(unfinished);
  if (!existsSync(folder)) renameSync(unfinished, folder);
}

function compileApps(distDir: string): void {
  const swc = require.resolve('@swc/cli/bin/swc.js');
  const args = [swc, 'apps', 'libs', '-d', distDir, '--quiet'];
  execFileSync(process.execPath, args, { cwd: root });
}

function buildConsole(webDir: string): void {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', 'apps/console', '--outDir', webDir, '--logLevel', 'error'];
  execFileSync(process.execPath, args, { cwd: root });
}
