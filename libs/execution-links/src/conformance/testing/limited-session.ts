import { randomBytes } from 'node:crypto';
import {
  type BrokerLink,
  BrokerStores,
  type CallBudget,
  type FedQuotes,
  type OrderReader,
} from '@ome/engine';
import { redisCallBudgets } from '@ome/messaging';
import { dayIn } from '@ome/platform';
import { Redis } from 'ioredis';
import { redisAt } from '../../../../messaging/src/testing/redis-at';
import { breezeAccount } from '../../../../../apps/simulator/src/testing/breeze-client';
import { FixedClock } from '../../../../../apps/simulator/src/testing/fixed-clock';
import { flattradeAccount } from '../../../../../apps/simulator/src/testing/flattrade-client';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import { FakePlacementHolds } from '../../breeze/testing/breeze-fakes';
import { INSTRUMENTS } from '../../breeze/testing/breeze-rig';
import { brokerLinks } from '../../broker/broker-links';
import { readEngineSettings } from '../../brokers';
import { MemoryTokens } from '../../testing/broker-session';
import { MemoryCallLog } from '../../testing/memory-call-log';
import { logInAsOwner } from './link-harness';

type Broker = 'flattrade' | 'breeze';

const PROCESSES = 2;

/** A process of the engine that shares the session. */
export interface LimitedProcess {
  link: BrokerLink;
  budget: CallBudget;
}

/** A session that several processes share: configured limits, and simulated time. */
export class LimitedSession {
  readonly clock = new FixedClock();
  readonly account;
  readonly processes: LimitedProcess[] = [];
  private readonly redis = new Redis(process.env.REDIS_URL!);
  private readonly tokens = new MemoryTokens();
  private readonly holds = new FakePlacementHolds();
  private readonly log = new MemoryCallLog();

  constructor(private readonly broker: Broker) {
    // Other specs have their rate windows in the same Redis.
    const userId = `LIMITS${randomBytes(4).toString('hex').toUpperCase()}`;
    const accountOf = { flattrade: flattradeAccount, breeze: breezeAccount }[broker];
    this.account = accountOf(undefined, userId);
  }

  /** @param url of the simulator, which is not called before the login */
  start(url: string): void {
    for (let made = 0; made < PROCESSES; made += 1) this.processes.push(this.process(url));
  }

  async logIn(): Promise<void> {
    await logInAsOwner(this.processes[0].link);
    // The others poll for the token.
    for (const { link } of this.processes) await eventually(() => expect(link.isUp()).toBe(true));
  }

  async stop(): Promise<void> {
    for (const { link } of this.processes) await link.close();
    await this.redis.quit();
  }

  private process(url: string): LimitedProcess {
    const now = () => this.clock.now();
    const { redis, log, tokens, holds } = this;
    const orders = { allByBrokerOrderId: async () => [] } as unknown as OrderReader;
    const quotes = { fresh: async () => null } as FedQuotes;
    const budgets = redisCallBudgets(redisAt(redis, now), log, now, dayIn('Asia/Kolkata'));
    let budget: CallBudget | undefined;
    const [link] = brokerLinks({
      settings: readEngineSettings(this.settings(url)),
      stores: new BrokerStores(tokens, INSTRUMENTS, holds, orders, log, quotes),
      budgetOf: (route, limits) => (budget = budgets(route, limits)),
      now,
      onChange: () => undefined,
    });
    return { link, budget: budget! };
  }

  private settings(url: string): NodeJS.ProcessEnv {
    const { userId, apiKey } = this.account;
    const account = { userId, apiKey, apiSecret: `secret-of-${userId}`, accounts: ['*'] };
    const accounts = JSON.stringify([account]);
    switch (this.broker) {
      case 'flattrade':
        return {
          FLATTRADE_ACCOUNTS: accounts,
          FLATTRADE_REST_URL: `${url}/flattrade/PiConnectAPI`,
          FLATTRADE_LOGIN_URL: `${url}/flattrade/auth`,
          FLATTRADE_TOKEN_URL: `${url}/flattrade/trade/apitoken`,
        };
      case 'breeze':
        return {
          BREEZE_ACCOUNTS: accounts,
          BREEZE_REST_URL: `${url}/breeze/breezeapi/api/v1`,
          BREEZE_LOGIN_URL: `${url}/breeze/apiuser/login`,
        };
    }
  }
}
