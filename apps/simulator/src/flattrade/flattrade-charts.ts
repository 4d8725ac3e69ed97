import { Injectable } from '@nestjs/common';
import type { Listing } from '@ome/listings';
import { namedDate, numericDate, timeOfDay } from '../brokers/indian-time';
import { moneyText } from '../brokers/positions';
import { Clock } from '../clock';
import { Instruments } from '../market/instruments';
import { MarketHistory, type Candle } from '../market/market-history';
import type { Caller } from './caller';
import { required } from './jdata';
import { EXCHANGES, oneOf } from './order-fields';
import { Emsg, NotOk, type Reply } from './replies';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const INTERVALS = ['1', '3', '5', '10', '15', '30', '60', '120', '240'];

/** Candles, newest first as Noren has them. @throws NotOk */
@Injectable()
export class FlattradeCharts {
  constructor(
    private readonly history: MarketHistory,
    private readonly instruments: Instruments,
    private readonly clock: Clock,
  ) {}

  /** Of minutes, by token. */
  timePriceSeries({ fields }: Caller): Reply {
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const listing = this.instruments.byToken(exch, required(fields, 'token'));
    const minutes = Number(oneOf(INTERVALS, fields.intrv ?? '1'));
    const candles = this.candles(listing, fields.st, fields.et, minutes * MINUTE_MS);
    let traded = candles.reduce((sum, { volume }) => sum + volume, 0);
    return candles.map((candle) => {
      const v = String(traded);
      traded -= candle.volume;
      return {
        stat: 'Ok',
        time: `${numericDate(candle.at)} ${timeOfDay(candle.at)}`,
        ssboe: String(candle.at.getTime() / 1_000),
        ...prices(candle),
        intvwap: moneyText(typical(candle)),
        intv: String(candle.volume),
        intoi: '0',
        v,
        oi: String(candle.openInterest),
      };
    });
  }

  /** Of days, by `NSE:ACC-EQ`; each row is a text of JSON. */
  dailyPriceSeries({ fields }: Caller): string[] {
    const [exch, ...symbol] = required(fields, 'sym').split(':');
    const listing = this.instruments.listed(exch, symbol.join(':'));
    const candles = this.candles(listing, fields.from, fields.to, DAY_MS);
    return candles.map((candle) =>
      JSON.stringify({
        time: namedDate(candle.at).toUpperCase(),
        ...prices(candle),
        ssboe: String(candle.at.getTime() / 1_000),
        intv: `${candle.volume}.00`,
      }),
    );
  }

  private candles(
    listing: Listing | undefined,
    from: string | undefined,
    to: string | undefined,
    intervalMs: number,
  ): Candle[] {
    if (!listing) throw new NotOk(Emsg.noData);
    const end = to === undefined ? this.clock.now() : instantOf(to);
    const candles = this.history.candles(listing, instantOf(from ?? '0'), end, intervalMs);
    if (candles.length === 0) throw new NotOk(Emsg.noData);
    return candles.toReversed();
  }
}

/** Seconds since 1970, which Python's clients send with decimals. */
function instantOf(text: string): Date {
  if (!/^\d{1,11}(\.\d+)?$/.test(text)) throw new NotOk(Emsg.invalidInput);
  return new Date(Number(text) * 1_000);
}

const prices = ({ open, high, low, close }: Candle) => ({
  into: moneyText(open),
  inth: moneyText(high),
  intl: moneyText(low),
  intc: moneyText(close),
});

const typical = ({ high, low, close }: Candle) =>
  high.plus(low).plus(close).div(3).toDecimalPlaces(2);
