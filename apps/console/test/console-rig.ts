import AxeBuilder from '@axe-core/playwright';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumProgram } from '../../dev/src/embedded/chromium';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';

const root = resolve(__dirname, '../../..');

const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The real engine with its console built, and a browser to look at it. */
export class ConsoleRig {
  private constructor(
    private readonly folder: string,
    readonly engine: EngineProcess,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<ConsoleRig> {
    // Within the repository, so that what is compiled finds the packages.
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'ome-console-'));
    const distDir = join(folder, 'dist');
    compile(distDir);
    const engine = await EngineProcess.start(distDir, join(folder, 'data'));
    const executablePath = await chromiumProgram((line) => process.stderr.write(`${line}\n`));
    const browser = await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS });
    return new ConsoleRig(folder, engine, browser);
  }

  /** A page of the console in a browser that has seen none before, once the feed is live. */
  async open(path: string): Promise<{ page: Page; context: BrowserContext }> {
    const context = await this.browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await page.goto(`${this.engine.state.apiUrl}/console${path}`);
    await page.getByRole('status', { name: 'Live feed: Live' }).waitFor();
    return { page, context };
  }

  /** What the simulated venue does with orders of a symbol from now on. */
  async behave(symbol: string, behaviour: object): Promise<void> {
    const { simulatorUrl } = this.engine.state;
    await fetch(`${simulatorUrl}/control/symbols/${symbol}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.engine.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What axe finds against WCAG 2.1 AA on a page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => JSON.stringify(target)).join(' ')}`,
  );
}

function compile(distDir: string): void {
  const swc = require.resolve('@swc/cli/bin/swc.js');
  execFileSync(process.execPath, [swc, 'apps', 'libs', '-d', distDir, '--quiet'], { cwd: root });
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const webDir = join(distDir, 'apps/console-web');
  const args = [vite, 'build', 'apps/console', '--outDir', webDir, '--logLevel', 'error'];
  execFileSync(process.execPath, args, { cwd: root });
}
