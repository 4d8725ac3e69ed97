import { OmeClient } from '@ome/client';
import type { NewOrderRequest, OrderView, PositionsRequest } from '@ome/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../dev/src/embedded/chromium';
import { SETTLE_FAST } from '../../dev/src/engine-process/engine-settings';
import { ENGINE_START_MS, EngineProcess, until } from '../../dev/src/engine-process/engine-process';
import { useEngine } from '../../dev/src/engine-process/use-engine';

const PATIENCE_MS = 20_000;
const TEST_MS = 180_000;

const SETTINGS = {
  ...SETTLE_FAST,
  USER_SECRET_KEY: 'the-key-of-people-of-the-console-tests',
  // While a broker's stream is down its books are polled: no test depends on when.
  BREEZE_POLL_MS: '3600000',
  BROKER_RECONCILE_MS: '86400000',
};

const useConsoleEngine = () =>
  useEngine((distDir, dataDir) => EngineProcess.start(distDir, dataDir, SETTINGS), {
    console: true,
  });

/** One browser for all tests of a file, and one engine, unless one with the console is given. */
export function useConsole(engine = useConsoleEngine()): () => ConsoleRig {
  let rig: ConsoleRig;
  jest.setTimeout(TEST_MS);
  beforeAll(async () => {
    rig = await ConsoleRig.start(engine());
  }, ENGINE_START_MS);
  afterEach(() => rig.closePages());
  afterAll(() => rig?.stop());
  return () => rig;
}

/** The real engine with its built console, and a browser. */
export class ConsoleRig {
  /** The public API, bypassing the console. */
  readonly client: OmeClient;

  private constructor(
    readonly engine: EngineProcess,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
  ) {
    this.client = new OmeClient({ url: engine.state.apiUrl });
  }

  static async start(engine: EngineProcess): Promise<ConsoleRig> {
    const browser = await launchChromium((line) => process.stderr.write(`${line}\n`));
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new ConsoleRig(engine, browser, context);
  }

  /** An empty tab, for tests of the page load. */
  tab(): Promise<Page> {
    return this.context.newPage();
  }

  /** A page of the console in a tab of its own, once the feed is live. */
  async open(path: string): Promise<Page> {
    const page = await this.tab();
    await this.visit(page, path);
    return page;
  }

  async visit(page: Page, path: string): Promise<void> {
    await page.goto(`${this.engine.state.apiUrl}/console${path}`);
    await page.getByRole('status', { name: 'Live feed: Live' }).waitFor();
  }

  async closePages(): Promise<void> {
    await Promise.all(this.context.pages().map((page) => page.close()));
  }

  /** The simulated venue's behaviour for orders of a symbol from now on. */
  async behave(symbol: string, behaviour: object): Promise<void> {
    await this.control(`symbols/${symbol}`, behaviour);
  }

  /** Controls the simulator: the path is below `/control/`. */
  async control(path: string, body: object, method: 'PUT' | 'POST' = 'PUT'): Promise<void> {
    const answer = await fetch(`${this.engine.state.simulatorUrl}/control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The simulator answers ${answer.status} to ${path}`);
  }

  place(order: Partial<NewOrderRequest> & { symbol: string }): Promise<OrderView> {
    return this.client.orders.place({
      account: 'desk',
      exchange: 'NSE',
      side: 'BUY',
      ordType: 'LIMIT',
      quantity: '10',
      price: '100',
      timeInForce: 'DAY',
      ...order,
    });
  }

  /** Waits until an order matches. */
  async untilOrder(orderId: string, holds: (order: OrderView) => boolean): Promise<void> {
    await until(`order ${orderId}`, PATIENCE_MS, async () =>
      holds(await this.client.orders.show(orderId)),
    );
  }

  /** Waits until a broker's book has this net quantity of a position's instrument. */
  async untilBrokerHolds(position: PositionsRequest, netQty: string): Promise<void> {
    await until(`the broker to hold ${netQty}`, PATIENCE_MS, async () => {
      const { brokers = [] } = await this.client.positions.list({ ...position, broker: true });
      return brokers[0].items.some(({ brokerNetQty }) => brokerNetQty === netQty);
    });
  }

  stop(): Promise<void> {
    return this.browser.close();
  }
}
