import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

/** The apps compiled for one spec, and folders for the data of the engines that it starts. */
export class CompiledApps {
  private constructor(private readonly folder: string) {}

  static compile(): CompiledApps {
    // Within the repository, so that what is compiled finds the packages.
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const apps = new CompiledApps(mkdtempSync(join(cache, 'ome-spec-')));
    const swc = require.resolve('@swc/cli/bin/swc.js');
    const args = [swc, 'apps', 'libs', '-d', apps.distDir, '--quiet'];
    execFileSync(process.execPath, args, { cwd: root });
    return apps;
  }

  get distDir(): string {
    return join(this.folder, 'dist');
  }

  makeDataDir(): string {
    return mkdtempSync(join(this.folder, 'data-'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
