import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, ImportInstruments } from '@ome/engine';
import { readEngineSettings } from '@ome/execution-links';
import { TestApi } from '../../../api/src/testing/test-api';
import { Clock as VenueClock } from '../../../simulator/src/clock';
import { SIMULATED_BROKERS } from '../../../simulator/src/simulated-brokers';
import { breezeAccount } from '../../../simulator/src/testing/breeze-client';
import { flattradeAccount } from '../../../simulator/src/testing/flattrade-client';
import { Harness } from '../../../simulator/src/testing/harness';
import { createWorker } from '../create-worker';

const DAY_MS = 86_400_000;
const SESSIONS = { timeZone: 'Asia/Kolkata', open: '09:15', close: '15:30', holidays: [] };

/** API and worker in this process, with one session at each of the simulator's brokers. */
export class BrokerDesk {
  private laterByMs = 0;

  private constructor(
    readonly sim: Harness,
    readonly api: TestApi,
    private readonly worker: NestFastifyApplication,
    private readonly folder: string | null = null,
  ) {}

  /** @param weekdays of sessions, 1 for Monday, where the day of the test must not decide */
  static async start(
    settings: Record<string, string> = {},
    weekdays: readonly number[] | null = null,
  ): Promise<BrokerDesk> {
    const folder = weekdays && mkdtempSync(join(tmpdir(), 'calendar-'));
    const calendar = folder && join(folder, 'calendar.json');
    if (calendar) writeFileSync(calendar, JSON.stringify({ NSE: { ...SESSIONS, weekdays } }));
    const accounts = [flattradeAccount(), breezeAccount()];
    const sim = await Harness.start(1, { brokers: accounts, limitFactor: 1_000 });
    const sessions = accounts.map(({ broker, userId, apiKey }) => {
      const session = { userId, apiKey, apiSecret: `secret-of-${userId}`, accounts: ['*'] };
      return [`${broker.toUpperCase()}_ACCOUNTS`, JSON.stringify([session])];
    });
    const addresses = SIMULATED_BROKERS.map(({ engineSettings }) => engineSettings(sim.url));
    const environment: Record<string, string> = {
      ...(Object.assign({}, ...addresses) as Record<string, string>),
      ...(Object.fromEntries(sessions) as Record<string, string>),
      BROKER_TOKEN_KEY: 'k'.repeat(32),
      BROKER_RECONCILE_MS: '1000',
      // A comparison each second uses up the real limits within half a minute.
      BREEZE_CALLS_PER_MINUTE: '9500',
      BREEZE_CALLS_PER_DAY: '490000',
      EXECUTION_LINK_URL: `${sim.url}/link`,
      WORKER_PORT: '0',
      ...(calendar && { EXCHANGE_CALENDAR_FILE: calendar }),
      ...settings,
    };
    const api = await TestApi.start(environment);
    const imports = api.app.get(ImportInstruments, { strict: false });
    for (const { name } of SIMULATED_BROKERS) {
      await imports.write((await imports.checkSample(name))!, () => undefined);
    }
    const worker = await createWorker(
      readEngineSettings({ ...api.store.environment, ...environment }),
    );
    await worker.init();
    return new BrokerDesk(sim, api, worker, folder);
  }

  /** Sets the clocks of the engine and of its brokers, which go on from there; never back. */
  itIs(instant: Date): void {
    this.laterByMs = instant.getTime() - Date.now();
    for (const clock of [this.api.app.get(Clock), this.sim.app.get(VenueClock)]) {
      jest.spyOn(clock, 'now').mockImplementation(() => new Date(Date.now() + this.laterByMs));
    }
  }

  /** The same time of a later day, on which sessions at the brokers have to be logged in again. */
  daysLater(days: number): void {
    this.itIs(new Date(Date.now() + this.laterByMs + days * DAY_MS));
  }

  async stop(): Promise<void> {
    await this.worker.close();
    await this.api.stop();
    await this.sim.stop();
    if (this.folder) rmSync(this.folder, { recursive: true });
    jest.restoreAllMocks();
  }

  /** As the owner of the account does in a browser. */
  async logIn(link: string): Promise<void> {
    const { items } = (await this.api.get('/links')).body;
    const { login } = items.find((item: { link: string }) => item.link === link);
    const page = await fetch(login.url as string, { redirect: 'manual' });
    const { search } = new URL(page.headers.get('location')!);
    const { status, text } = await this.api.get(`${login.callbackPath}${search}`);
    if (status !== 200) throw new Error(`The login at ${link} was answered ${status}: ${text}`);
  }

  async statusOf(orderId: string): Promise<string> {
    return (await this.api.order(orderId)).ordStatus;
  }
}
