import { Injectable } from '@nestjs/common';
import type { Listing } from '@ome/listings';
import { namedDate, timeOfDay } from '../brokers/indian-time';
import { moneyText } from '../brokers/positions';
import { Clock } from '../clock';
import { Decimal } from '../exact-decimal';
import { Instruments } from '../market/instruments';
import { MarketHistory, type Candle } from '../market/market-history';
import { percentChange, quantityOf } from '../market/quote';
import { MarketPrices } from '../venue/market-prices';
import { parseDay, parseTime } from './breeze-date';
import { BreezeListings } from './breeze-listings';
import { capitalized, contractFields, contractLabel } from './breeze-order';
import type { Caller } from './caller';
import { badArguments, some } from './envelope';
import { oneOf, parseContract, type Contract, type Fields } from './order-fields';
import { dateTime } from './ticks';

const INTERVALS: Readonly<Record<string, number>> = {
  '1second': 1_000,
  minute: 60_000,
  '1minute': 60_000,
  '5minute': 300_000,
  '30minute': 1_800_000,
  day: 86_400_000,
  '1day': 86_400_000,
};
/** Of one request. */
const MOST_CANDLES = 1_000;
const DERIVATIVES = ['NFO', 'BFO'];

/** Quotes, chains of options, and history. @throws BreezeError */
@Injectable()
export class BreezeQuotes {
  constructor(
    private readonly prices: MarketPrices,
    private readonly clock: Clock,
    private readonly listings: BreezeListings,
    private readonly instruments: Instruments,
    private readonly past: MarketHistory,
  ) {}

  /** A share is quoted at both exchanges, BSE in the second row, whichever is asked for. */
  quotes({ fields }: Caller): object[] {
    const contract = parseContract(fields, fields.product_type);
    this.listings.require(contract);
    if (contract.expiry) return [this.quoteRow(contract)];
    return ['NSE', 'BSE'].map((exchangeCode) => this.quoteRow({ ...contract, exchangeCode }));
  }

  /** Contracts of an underlying: of a date, a right or a strike, two of which are given for options. */
  optionChain({ fields }: Caller): object[] {
    const exchange = oneOf(DERIVATIVES, fields.exchange_code);
    const product = oneOf(['futures', 'options'], fields.product_type?.toLowerCase());
    const kind = product === 'futures' ? 'future' : 'option';
    const expiry = fields.expiry_date && parseDay(fields.expiry_date);
    const right = fields.right?.toLowerCase();
    const strike = Number(fields.strike_price ?? 0);
    const found = this.instruments
      .contractsOf(exchange, fields.stock_code ?? '')
      .filter((listing) => listing.kind === kind && (!expiry || listing.expiry === expiry))
      .filter((listing) => kind === 'future' || !right || rightOf(listing) === right)
      .filter((listing) => kind === 'future' || !strike || Number(listing.strike) === strike);
    return some(found.map((listing) => this.chainRow(contractOf(listing, product))));
  }

  /** Version 1: texts, and every field. */
  history({ fields }: Caller): object[] {
    const { contract, candles } = this.candlesOf(fields, fields.exchange_code);
    const isContract = contract.expiry !== null;
    return some(
      candles.map((candle, index) => ({
        datetime: dateTime(candle.at),
        stock_code: contract.stockCode,
        exchange_code: contract.exchangeCode,
        product_type: isContract ? capitalized(contract.product) : null,
        expiry_date: contract.expiry && shortDate(contract.expiry),
        right: contract.right && capitalized(contract.right),
        strike_price: contract.strike && contract.strike.toFixed(),
        open: candle.open.toFixed(),
        high: candle.high.toFixed(),
        low: candle.low.toFixed(),
        close: candle.close.toFixed(),
        volume: String(candle.volume),
        open_interest: isContract ? String(candle.openInterest) : null,
        count: index + 1,
      })),
    );
  }

  /** Version 2: numbers, and no field that does not apply. */
  historyV2(fields: Fields): object[] {
    const { contract, candles } = this.candlesOf(fields, fields.exch_code);
    const { expiry, right, strike, product } = contract;
    const option = right !== 'others' && {
      right: right && capitalized(right),
      strike_price: strike?.toNumber(),
    };
    return some(
      candles.map((candle) => ({
        datetime: dateTime(candle.at),
        stock_code: contract.stockCode,
        exchange_code: contract.exchangeCode,
        ...(expiry && {
          product_type: capitalized(product),
          expiry_date: namedDate(expiry).toUpperCase(),
          open_interest: candle.openInterest,
          ...option,
        }),
        open: candle.open.toNumber(),
        high: candle.high.toNumber(),
        low: candle.low.toNumber(),
        close: candle.close.toNumber(),
        volume: candle.volume,
      })),
    );
  }

  private candlesOf(fields: Fields, exchange: string | undefined) {
    const asked: Fields = { ...fields, exchange_code: exchange?.toUpperCase() };
    const isContract = DERIVATIVES.includes(asked.exchange_code ?? '');
    const others = asked.product_type?.toLowerCase() === 'futures' ? { right: 'others' } : {};
    const product = isContract ? asked.product_type : 'cash';
    const contract = parseContract({ ...asked, ...others }, product);
    const intervalMs = INTERVALS[fields.interval?.toLowerCase() ?? ''];
    const listing = this.instruments.named(contractLabel(contract));
    if (!intervalMs || !listing) throw badArguments();
    const [from, to] = [parseTime(fields.from_date ?? ''), parseTime(fields.to_date ?? '')];
    const candles: Candle[] = this.past.candles(listing, from, to, intervalMs).slice(-MOST_CANDLES);
    return { contract, candles };
  }

  private chainRow(contract: Contract): object {
    const { bids, offers, day } = this.prices.quote(contractLabel(contract));
    return {
      ...this.quoteRow(contract),
      ltq: String(day.lastQuantity),
      open_interest: day.openInterest,
      chnge_oi: day.openInterest - day.openInterestBefore,
      total_buy_qty: String(quantityOf(bids)),
      total_sell_qty: String(quantityOf(offers)),
    };
  }

  private quoteRow(contract: Contract): Record<string, unknown> {
    const quote = this.prices.quote(contractLabel(contract));
    const { day } = quote;
    const [bid] = quote.bids;
    const [offer] = quote.offers;
    const now = this.clock.now();
    return {
      ...contractFields(contract),
      ltp: quote.last.toNumber(),
      ltt: `${namedDate(now)} ${timeOfDay(now)}`,
      best_bid_price: bid?.price.toNumber() ?? 0,
      best_bid_quantity: String(bid?.quantity ?? 0),
      best_offer_price: offer?.price.toNumber() ?? 0,
      best_offer_quantity: String(offer?.quantity ?? 0),
      open: day.open.toNumber(),
      high: day.high.toNumber(),
      low: day.low.toNumber(),
      previous_close: quote.previousClose.toNumber(),
      ltp_percent_change: percentChange(quote).toNumber(),
      upper_circuit: quote.upperCircuit.toNumber(),
      lower_circuit: quote.lowerCircuit.toNumber(),
      total_quantity_traded: String(day.volume),
      spot_price: moneyText(this.prices.last(contract.stockCode)),
    };
  }
}

const rightOf = ({ right }: Listing): string => (right === 'CE' ? 'call' : 'put');

function contractOf(listing: Listing, product: string): Contract {
  return {
    stockCode: listing.shortName ?? listing.name,
    exchangeCode: listing.exchange,
    product,
    expiry: new Date(listing.expiry!),
    right: listing.right ? (rightOf(listing) as 'call' | 'put') : 'others',
    strike: new Decimal(listing.strike ?? 0),
  };
}

/** `27-FEB-25`. */
function shortDate(day: Date): string {
  const [date, month, year] = namedDate(day).toUpperCase().split('-');
  return [date, month, year.slice(2)].join('-');
}
