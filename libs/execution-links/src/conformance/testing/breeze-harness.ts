import { type Decimal, decimalText, type Order, type OrderTerms, Side } from '@ome/domain';
import { BrokerCredentials } from '@ome/platform';
import { breezeAccount } from '../../../../../apps/simulator/src/testing/breeze-client';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import { BreezeLink } from '../../breeze/breeze-link';
import type { BreezeLinkOptions } from '../../breeze/breeze-link-options';
import { sessionParts } from '../../breeze/breeze-signature';
import { FakePlacementHolds, USER_ID } from '../../breeze/testing/breeze-fakes';
import { INSTRUMENTS } from '../../breeze/testing/breeze-rig';
import { BrokerLogin } from '../../broker/broker-login';
import { FakeBudget } from '../../testing/broker-session';
import { BrokerHarness, RememberedTokens } from './link-harness';
import { overheard } from './overheard';
import { SimulatedVenue } from './simulated-venue';

const API_SECRET = `secret-of-${USER_ID}`;

export class BreezeHarness extends BrokerHarness {
  readonly identity = {
    name: 'breeze',
    route: `breeze-${USER_ID}`,
    accounts: ['42'],
    concurrency: 4,
    newOrderMaxWaitMs: 60_000,
  };
  readonly tagForm = /^[a-z]{8}$/;
  readonly venueSymbols = { option: 'NIFTY', share: 'RELIND' };
  readonly neverArrived: 'absent' | 'unanswered';
  readonly givesNumbers = true;
  override readonly doesNotApply: Readonly<Record<string, string>>;
  readonly budget = new FakeBudget();
  readonly otherProduct = 'MTF';
  private readonly tokens = new RememberedTokens();
  private readonly login = new BrokerLogin(
    this.tokens,
    'breeze',
    USER_ID,
    () => new Date(),
    () => undefined,
  );

  private readonly echoes: boolean;

  /** @param echoes whether the broker returns remarks, and has shown so */
  constructor({ echoes }: { echoes: boolean }) {
    super();
    this.echoes = echoes;
    this.neverArrived = echoes ? 'absent' : 'unanswered';
    this.doesNotApply = {
      'B-14': 'frames and rows of Breeze carry no ids of fills',
      ...(!echoes && { 'L-09': 'absence cannot be proved if remarks do not come back' }),
    };
  }

  async start(): Promise<void> {
    this.venue = await SimulatedVenue.start('breeze', [breezeAccount()]);
    await this.venue.setBroker({ echoRemark: this.echoes });
    this.use({});
    await this.logIn();
    if (this.echoes) await this.proveEcho();
    this.budget.taken.length = 0;
  }

  async relink(options: Partial<BreezeLinkOptions>): Promise<void> {
    await this.link.close();
    this.use(options);
  }

  secrets(): string[] {
    const sessionKeys = this.tokens.seen.map((token) => sessionParts(token)!.sessionKey);
    return [API_SECRET, ...this.tokens.seen, ...sessionKeys];
  }

  protected wordsFor({ exchange: exchange_code, side, orderQty, price, brokerOrderId }: Order) {
    const isShare = exchange_code === 'NSE';
    const stock_code = isShare ? this.venueSymbols.share : this.venueSymbols.option;
    const option = { expiry_date: '2026-10-20', right: 'call', strike_price: '25000' };
    const contract = { stock_code, exchange_code, ...(!isShare && option) };
    const [product, action] = [isShare ? 'cash' : 'options', side === Side.Buy ? 'buy' : 'sell'];
    const quantity = decimalText(orderQty);
    const limit = { order_type: 'limit', price: decimalText(price!), validity: 'day' };
    return {
      placement: { ...contract, product, action, quantity, ...limit },
      name: { order_id: brokerOrderId ?? '', exchange_code },
      terms: (terms: Pick<OrderTerms, 'orderQty' | 'price'>) => ({
        quantity: decimalText(terms.orderQty),
        price: decimalText(terms.price!),
      }),
      stopLimit: (stopPrice: Decimal) => ({
        order_type: 'stoploss',
        stoploss: decimalText(stopPrice),
      }),
      conversion: { ...contract, product_type: product, to_product: 'mtf', action, quantity },
    };
  }

  private async proveEcho(): Promise<void> {
    await this.resting();
    await eventually(() => expect(this.link.dedupe).toBe('tagged'));
    await this.venue.behaves('fill');
    await this.venue.forget();
  }

  private use(options: Partial<BreezeLinkOptions>): void {
    const { url } = this.venue;
    const link = new BreezeLink({
      credentials: new BrokerCredentials(USER_ID, `key+of=${USER_ID}`, API_SECRET, ['42']),
      login: this.login,
      budget: this.budget,
      timeoutMs: 1_000,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      marketOrders: 'protect',
      now: () => new Date(),
      onHealthChange: () => undefined,
      restUrl: `${url}/breeze/breezeapi/api/v1`,
      loginPageUrl: `${url}/breeze/apiuser/login`,
      streamUrl: `${url}/breeze/socket.io`,
      modifyQuantity: 'total',
      cashFramePrices: 'rupees',
      sendWindowMs: 2_000,
      instruments: INSTRUMENTS,
      holds: new FakePlacementHolds(),
      ours: async () => false,
      ...options,
    });
    this.link = overheard(link, this.words);
  }
}
