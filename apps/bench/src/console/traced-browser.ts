import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../../../dev/src/embedded/chromium';
import {
  pageProcess,
  type PageFigures,
  readPageTrace,
  TRACE_CATEGORIES,
  type TraceEvent,
} from './page-trace';

/** The protocol's types declare every list in it as a string. */
const MEMORY_DUMPS = {
  triggers: [{ mode: 'light', periodic_interval_ms: 1_000 }],
} as unknown as Record<string, never>;

/** A Chromium with one page, which traces itself. */
export class TracedBrowser {
  private pid: number | undefined;

  private constructor(
    private readonly browser: Browser,
    private readonly session: CDPSession,
    readonly page: Page,
  ) {}

  static async launch(): Promise<TracedBrowser> {
    const browser = await launchChromium((line) => process.stderr.write(`${line}\n`));
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const session = await browser.newBrowserCDPSession();
    return new TracedBrowser(browser, session, await context.newPage());
  }

  /** The page's trace during a task; the first one loads the page. */
  async trace(url: string, work: () => Promise<void>): Promise<PageFigures> {
    await this.session.send('Tracing.start', {
      transferMode: 'ReturnAsStream',
      traceConfig: {
        includedCategories: TRACE_CATEGORIES,
        excludedCategories: ['*'],
        memoryDumpConfig: MEMORY_DUMPS,
      },
    });
    await work();
    const complete = new Promise<string>((resolve) => {
      this.session.once('Tracing.tracingComplete', ({ stream }) => resolve(stream!));
    });
    await this.session.send('Tracing.end');
    const text = await this.read(await complete);
    const { traceEvents } = JSON.parse(text) as { traceEvents: TraceEvent[] };
    this.pid ??= pageProcess(traceEvents, url);
    return readPageTrace(traceEvents, this.pid);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  private async read(handle: string): Promise<string> {
    let text = '';
    for (let isOver = false; !isOver;) {
      const { data, eof } = await this.session.send('IO.read', { handle, size: 1 << 22 });
      text += data;
      isOver = eof;
    }
    await this.session.send('IO.close', { handle });
    return text;
  }
}
