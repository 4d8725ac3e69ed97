import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

/** Within the repository, so that what is compiled finds the packages. */
const cache = join(root, 'node_modules/.cache');

/** Where what one test run compiles is: see the global set-up. */
export const compiledFolder = (testRun: string): string => join(cache, `ome-test-${testRun}`);

/** The apps, compiled once for all specs of a run, and folders for the data of a spec's engines. */
export class CompiledApps {
  private readonly dataFolder = mkdtempSync(join(cache, 'ome-spec-'));

  private constructor(readonly distDir: string) {}

  static compile({ console = false } = {}): CompiledApps {
    mkdirSync(cache, { recursive: true });
    const folder = compiledFolder(process.env.OME_TEST_RUN!);
    const distDir = join(folder, console ? 'with-console' : 'dist');
    if (!existsSync(distDir)) {
      mkdirSync(folder, { recursive: true });
      // Another spec may do the same at the same time: whoever is first puts it there whole.
      const unfinished = mkdtempSync(join(folder, 'unfinished-'));
      compileApps(unfinished);
      if (console) buildConsole(unfinished);
      if (!existsSync(distDir)) renameSync(unfinished, distDir);
    }
    return new CompiledApps(distDir);
  }

  makeDataDir(): string {
    return mkdtempSync(join(this.dataFolder, 'data-'));
  }

  remove(): void {
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}

function compileApps(distDir: string): void {
  const swc = require.resolve('@swc/cli/bin/swc.js');
  const args = [swc, 'apps', 'libs', '-d', distDir, '--quiet'];
  execFileSync(process.execPath, args, { cwd: root });
}

function buildConsole(distDir: string): void {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const webDir = join(distDir, 'apps/console-web');
  const args = [vite, 'build', 'apps/console', '--outDir', webDir, '--logLevel', 'error'];
  execFileSync(process.execPath, args, { cwd: root });
}
