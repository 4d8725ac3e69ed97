import { type Decimal, decimalText, type Order, type OrderTerms, Side } from '@ome/domain';
import { BrokerCredentials } from '@ome/platform';
import { flattradeAccount } from '../../../../../apps/simulator/src/testing/flattrade-client';
import { KnownInstruments } from '../../../../engine/src/testing/known-instruments';
import { BrokerLogin } from '../../broker/broker-login';
import { FlattradeLink, type FlattradeLinkOptions } from '../../flattrade/flattrade-link';
import { FakeBudget } from '../../testing/broker-session';
import { BrokerHarness, RememberedTokens } from './link-harness';
import { overheard } from './overheard';
import { SimulatedVenue } from './simulated-venue';

const API_SECRET = 'secret-of-FT1';

export class FlattradeHarness extends BrokerHarness {
  readonly identity = {
    name: 'flattrade',
    route: 'flattrade-FT1',
    accounts: ['42'],
    concurrency: 4,
    newOrderMaxWaitMs: 60_000,
  };
  readonly tagForm = /^[A-Z0-9]{8,20}$/;
  readonly venueSymbols = { option: 'NIFTY20OCT26C25000', share: 'RELIANCE-EQ' };
  readonly neverArrived = 'absent';
  readonly givesNumbers = true;
  readonly budget = new FakeBudget();
  readonly otherProduct = 'MIS';
  private readonly tokens = new RememberedTokens();
  private readonly login = new BrokerLogin(
    this.tokens,
    'flattrade',
    'FT1',
    () => new Date(),
    () => undefined,
  );

  constructor(private readonly signing: FlattradeLinkOptions['signing']) {
    super();
  }

  async start(): Promise<void> {
    this.venue = await SimulatedVenue.start('flattrade', [flattradeAccount()]);
    this.use({});
    await this.logIn();
    this.budget.taken.length = 0;
  }

  async relink(options: Partial<FlattradeLinkOptions>): Promise<void> {
    await this.link.close();
    this.use(options);
  }

  secrets(): string[] {
    return [API_SECRET, ...this.tokens.seen];
  }

  protected wordsFor({ exchange: exch, side, orderQty, price, brokerOrderId }: Order) {
    const tsym = exch === 'NSE' ? this.venueSymbols.share : this.venueSymbols.option;
    const [prd, trantype] = [exch === 'NSE' ? 'C' : 'M', side === Side.Buy ? 'B' : 'S'];
    const qty = decimalText(orderQty);
    const limit = { prctyp: 'LMT', prc: decimalText(price!), ret: 'DAY' };
    const named = { norenordno: brokerOrderId ?? '' };
    return {
      placement: { exch, tsym, prd, trantype, qty, ...limit },
      name: named,
      terms: (terms: Pick<OrderTerms, 'orderQty' | 'price'>) => ({
        qty: decimalText(terms.orderQty),
        prc: decimalText(terms.price!),
      }),
      stopLimit: (stopPrice: Decimal) => ({
        prctyp: 'SL-LMT',
        trgprc: decimalText(stopPrice),
      }),
      conversion: { exch, tsym, prevprd: prd, prd: 'I', trantype, qty },
    };
  }

  private use(options: Partial<FlattradeLinkOptions>): void {
    const { url } = this.venue;
    const link = new FlattradeLink({
      credentials: new BrokerCredentials('FT1', 'key-of-FT1', API_SECRET, ['42']),
      login: this.login,
      budget: this.budget,
      instruments: new KnownInstruments([]),
      restUrl: `${url}/flattrade/PiConnectAPI`,
      socketUrl: `${url.replace('http', 'ws')}/flattrade/PiConnectWSAPI/`,
      authUrl: `${url}/flattrade/auth`,
      tokenUrl: `${url}/flattrade/trade/apitoken`,
      signing: this.signing,
      ampersand: 'json',
      timeoutMs: 1_000,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      marketOrders: 'protect',
      now: () => new Date(),
      onHealthChange: () => undefined,
      ...options,
    });
    this.link = overheard(link, this.words);
  }
}
