import { Injectable } from '@nestjs/common';
import type { Listing } from '@ome/listings';
import { Clock } from '../clock';
import { Instruments, namedWord } from '../market/instruments';
import { MarketHistory } from '../market/market-history';
import { Ticker } from '../market/ticker';
import { MarketPrices } from '../venue/market-prices';
import { candleText, CHANNELS, depthTick, quoteTick } from './ticks';

/** Where a room's events go; false once nobody is in the room. */
export type Tell = (event: string, data: unknown) => boolean;

interface Room {
  readonly token: string;
  readonly listing: Listing;
  readonly tell: Tell;
  /** What was told last, by event. */
  readonly told: Map<string, unknown>;
}

/** The exchange that a token's prefix means; 2 is BSE's derivatives in the stream of candles. */
const EXCHANGES: Readonly<Record<string, readonly string[]>> = {
  '1': ['BSE'],
  '4': ['NSE', 'NFO'],
  '8': ['BFO'],
  '2': ['BFO'],
};

/** The rooms of prices: `4.1!2885` has the quotes of a token, `4.2!2885` its depth; each has candles, too. */
@Injectable()
export class BreezeFeed {
  private readonly rooms = new Map<string, Room>();
  private readonly tick = (): void => {
    for (const [name, room] of this.rooms) {
      if (!this.tellRoom(name, room)) this.rooms.delete(name);
    }
    if (this.rooms.size === 0) this.ticker.stop(this.tick);
  };

  constructor(
    private readonly ticker: Ticker,
    private readonly prices: MarketPrices,
    private readonly history: MarketHistory,
    private readonly instruments: Instruments,
    private readonly clock: Clock,
  ) {}

  /** Whether the token has prices; others are of streams that are not simulated. */
  open(name: string, token: string, tell: Tell): boolean {
    const listing = this.listingOf(token);
    if (!listing) return false;
    const room = this.rooms.get(name);
    // Who comes later hears the price at once, too, whether it moves or not.
    room?.told.delete('stock');
    if (!room) {
      const told = new Map<string, unknown>(CHANNELS.map(({ name }) => [name, this.clock.now()]));
      this.rooms.set(name, { token, listing, tell, told });
    }
    this.ticker.start(this.tick);
    return true;
  }

  /** False once nobody is in the room. */
  private tellRoom(name: string, room: Room): boolean {
    if (name !== room.token) return this.tellCandles(room);
    const { token, listing, tell, told } = room;
    const quote = this.prices.quote(namedWord(listing));
    const make = token.split('!')[0].endsWith('2') ? depthTick : quoteTick;
    const facts = JSON.stringify(quote);
    if (told.get('stock') === facts) return tell('', null);
    told.set('stock', facts);
    return tell('stock', make(token, listing, quote, this.clock.now()));
  }

  /** Each candle once it is complete. */
  private tellCandles({ listing, tell, told }: Room): boolean {
    const now = this.clock.now();
    for (const { name, ms } of CHANNELS) {
      const since = new Date(now.getTime() - ms);
      const candle = this.history
        .candles(listing, since, now, ms)
        .findLast(({ at }) => at.getTime() + ms <= now.getTime());
      if (!candle || candle.at.getTime() + ms <= (told.get(name) as Date).getTime()) continue;
      told.set(name, new Date(candle.at.getTime() + ms));
      if (!tell(name, candleText(listing, candle, name))) return false;
    }
    return tell('', null);
  }

  private listingOf(token: string): Listing | undefined {
    const [prefix, id = ''] = token.split('!');
    for (const exchange of EXCHANGES[prefix.split('.')[0]] ?? []) {
      const listing = this.instruments.byToken(exchange, id) ?? this.index(exchange, id);
      if (listing) return listing;
    }
    return undefined;
  }

  /** An index goes by its name. */
  private index(exchange: string, name: string): Listing | undefined {
    return this.instruments
      .search(exchange, name)
      .find(({ kind, tradingSymbol }) => kind === 'index' && tradingSymbol.toUpperCase() === name);
  }
}
