import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Ticker } from '../market/ticker';
import { MarketPrices } from '../venue/market-prices';
import { FlattradeListings } from './flattrade-listings';
import { depthFields, touchlineFields, type QuoteFields } from './quote-fields';
import { NotOk } from './replies';

/** `t` is the touchline, `d` the depth. */
export type FeedKind = 't' | 'd';

type Say = (frame: object) => void;

interface Subscription {
  readonly kind: FeedKind;
  readonly exch: string;
  readonly token: string;
  readonly tsym: string;
  /** The fields that were sent last. */
  told: QuoteFields;
}

/**
 * Prices over the websocket, as Noren sends them: everything at once when somebody subscribes, and
 * what has changed from then on.
 */
@Injectable()
export class FlattradeFeed {
  private readonly clients = new Map<Say, Map<string, Subscription>>();
  private readonly tick = (): void => {
    for (const [say, subscriptions] of this.clients) {
      for (const subscription of subscriptions.values()) this.tellChanges(say, subscription);
    }
  };

  constructor(
    private readonly ticker: Ticker,
    private readonly prices: MarketPrices,
    private readonly listings: FlattradeListings,
    private readonly clock: Clock,
  ) {}

  /** `keys` is like `NSE|22#NFO|40005`; instruments that are not listed are passed over. */
  subscribe(say: Say, kind: FeedKind, keys: string): void {
    const subscriptions = this.clients.get(say) ?? new Map<string, Subscription>();
    this.clients.set(say, subscriptions);
    for (const key of keys.split('#')) {
      const [exch, token] = key.split('|');
      const instrument = this.instrument(exch, token ?? '');
      if (!instrument) continue;
      const { tsym, fields } = instrument;
      const told = this.fieldsOf(kind, tsym);
      subscriptions.set(`${kind}${key}`, { kind, exch, token, tsym, told });
      const { pp, ls, ti } = fields;
      say({ t: `${kind}k`, e: exch, tk: token, ts: tsym, pp, ls, ti, ...told, ft: this.time });
    }
    this.ticker.start(this.tick);
  }

  unsubscribe(say: Say, kind: FeedKind, keys: string): void {
    for (const key of keys.split('#')) this.clients.get(say)?.delete(`${kind}${key}`);
  }

  leave(say: Say): void {
    this.clients.delete(say);
    if (this.clients.size === 0) this.ticker.stop(this.tick);
  }

  private tellChanges(say: Say, subscription: Subscription): void {
    const { kind, exch, token, tsym, told } = subscription;
    const now = this.fieldsOf(kind, tsym);
    const changed = Object.entries(now).filter(([name, value]) => told[name] !== value);
    if (changed.length === 0) return;
    subscription.told = now;
    const fields = Object.fromEntries(changed);
    say({ t: `${kind}f`, e: exch, tk: token, ...fields, ft: this.time });
  }

  private fieldsOf(kind: FeedKind, tsym: string): QuoteFields {
    const quote = this.prices.quote(tsym);
    return kind === 't' ? touchlineFields(quote) : depthFields(quote, this.clock.now());
  }

  private instrument(exch: string, token: string) {
    try {
      return this.listings.byToken(exch, token);
    } catch (error) {
      if (error instanceof NotOk) return undefined;
      throw error;
    }
  }

  private get time(): string {
    return String(Math.floor(this.clock.now().getTime() / 1_000));
  }
}
