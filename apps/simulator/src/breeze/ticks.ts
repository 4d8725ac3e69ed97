import type { Listing } from '@ome/listings';
import { midnightOf, namedDate, timeOfDay, tradingDate } from '../brokers/indian-time';
import type { Candle } from '../market/market-history';
import { ordersOf, percentChange, quantityOf, type Quote, type QuoteLevel } from '../market/quote';
import { ZERO } from '../exact-decimal';

/** The channels of candles, and how long theirs are. */
export const CHANNELS = [
  { name: '1SEC', ms: 1_000 },
  { name: '1MIN', ms: 60_000 },
  { name: '5MIN', ms: 300_000 },
  { name: '30MIN', ms: 1_800_000 },
] as const;

const CRORE = 10_000_000;
const NO_LEVEL: QuoteLevel = { price: ZERO, quantity: 0 };

/** An array read by position: 21 values of a share or an index, 23 of a contract. */
export function quoteTick(token: string, listing: Listing, quote: Quote, now: Date): unknown[] {
  const { last, previousClose, bids, offers, day } = quote;
  const isIndex = listing.kind === 'index';
  const [bid, offer] = [bids[0] ?? NO_LEVEL, offers[0] ?? NO_LEVEL];
  const traded = (value: unknown): unknown => (isIndex ? null : value);
  const turnover = (day.volume * day.average.toNumber()) / CRORE;
  return [
    token,
    day.open.toNumber(),
    last.toNumber(),
    day.high.toNumber(),
    day.low.toNumber(),
    percentChange(quote).toNumber(),
    traded(bid.price.toNumber()),
    traded(bid.quantity),
    traded(offer.price.toNumber()),
    traded(offer.quantity),
    traded(day.lastQuantity),
    traded(day.average.toNumber()),
    ...(listing.expiry ? [day.openInterest, day.openInterest - day.openInterestBefore] : []),
    traded(day.volume),
    traded(quantityOf(bids)),
    traded(quantityOf(offers)),
    traded(`${turnover.toFixed(2)}C`),
    isIndex ? (last.gte(previousClose) ? '+' : '-') : '',
    traded(quote.lowerCircuit.toNumber()),
    traded(quote.upperCircuit.toNumber()),
    Math.floor(now.getTime() / 1_000),
    previousClose.toNumber(),
  ];
}

/** Five levels; exchanges differ in what they say of each. */
export function depthTick(
  token: string,
  { exchange }: Listing,
  { bids, offers }: Quote,
  now: Date,
): unknown[] {
  const sideOf = (level: QuoteLevel): unknown[] => {
    const facts = [level.price.toNumber(), level.quantity];
    if (exchange === 'BSE') return facts;
    return exchange === 'BFO' ? [...facts, ordersOf(level)] : [...facts, ordersOf(level), ''];
  };
  const levels = [0, 1, 2, 3, 4].map((level) => [
    ...sideOf(bids[level] ?? NO_LEVEL),
    ...sideOf(offers[level] ?? NO_LEVEL),
  ]);
  return [token, Math.floor(now.getTime() / 1_000), levels];
}

/** Values joined by commas: low, high, open, close, in this order. */
export function candleText(listing: Listing, candle: Candle, channel: string): string {
  const { exchange, shortName, name, expiry, right, strike } = listing;
  const { low, high, open, close, volume, openInterest, at } = candle;
  const option = right ? [Number(strike).toFixed(1), right] : [];
  return [
    exchange,
    shortName ?? name,
    ...(expiry ? [namedDate(midnightOf(expiry)), ...option] : []),
    ...[low, high, open, close].map((price) => price.toFixed()),
    volume,
    ...(expiry ? [openInterest] : []),
    dateTime(at),
    channel,
  ].join(',');
}

/** `2025-02-12 10:05:00`, in India. */
export const dateTime = (at: Date): string => `${tradingDate(at)} ${timeOfDay(at)}`;
