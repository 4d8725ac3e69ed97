import { type InstrumentKind, parseExchange, parseSymbol, ZERO } from '@ome/domain';
import type { FedQuotes, InstrumentFacts, Instruments, Quote } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import { isRow, type Row, textOf } from './flattrade-answer';
import type { FlattradeClient } from './flattrade-client';
import { amountOf, priceOf } from './flattrade-rows';
import { FLATTRADE } from './flattrade-codes';
import { FlattradeSymbols } from './flattrade-symbol';
import { parseIst } from './flattrade-times';

const DEPTH = [1, 2, 3, 4, 5];

/** Current quotes. Flattrade identifies an instrument by the exchange's number. */
export class FlattradeQuotes {
  private readonly symbols: FlattradeSymbols;

  constructor(
    private readonly client: FlattradeClient,
    private readonly instruments: Instruments,
    private readonly uid: string,
    private readonly now: () => Date,
    private readonly fed?: FedQuotes,
  ) {
    this.symbols = new FlattradeSymbols(instruments);
  }

  /** @throws BrokerFault if the instrument is unknown, or another one's quote came back */
  async quote(exchange: string, symbol: string, deadline?: Date): Promise<Quote> {
    const fed = await this.fed?.fresh(exchange, symbol);
    if (fed) return fed;
    const { uid } = this;
    const known = await this.facts(exchange, symbol);
    const token = known?.token ?? (await this.tokenOf(exchange, symbol, deadline));
    const row = await this.client.object('GetQuotes', { uid, exch: exchange, token }, deadline);
    // This order system is known to answer now and then with another instrument's quote.
    if (textOf(row, 'exch') !== exchange || textOf(row, 'token') !== token) {
      throw new BrokerFault('unknown', `Flattrade answered with a quote other than ${symbol}`);
    }
    return quoteOf(row, this.now());
  }

  async kindOf(exchange: string, symbol: string): Promise<InstrumentKind | null> {
    const facts = await this.facts(exchange, symbol);
    if (facts) return facts.kind;
    const known = parseExchange(exchange);
    return (known && parseSymbol(known, symbol)?.kind) ?? null;
  }

  private async facts(exchange: string, symbol: string): Promise<InstrumentFacts | null> {
    return (
      (await this.instruments.forBroker(FLATTRADE, exchange, symbol)) ??
      (await this.instruments.byBrokerSymbol(FLATTRADE, exchange, symbol))
    );
  }

  private async tokenOf(exchange: string, symbol: string, deadline?: Date): Promise<string> {
    const tsym = await this.symbols.tsymOf(exchange, symbol);
    if (tsym !== null) {
      const search = { uid: this.uid, exch: exchange, stext: tsym };
      const { values } = await this.client.object('SearchScrip', search, deadline);
      const rows = Array.isArray(values) ? values.filter(isRow) : [];
      const found = rows.find((row) => textOf(row, 'tsym') === tsym);
      const token = found && textOf(found, 'token');
      if (token) return token;
    }
    throw new BrokerFault(
      'rejected',
      `Flattrade does not know ${symbol} on ${exchange}`,
      'Check symbol format: NIFTY21AUG25C24500',
    );
  }
}

export const quoteOf = (row: Row, now: Date): Quote => ({
  lastPx: amountOf(row, 'lp') ?? ZERO,
  bids: levelsOf(row, 'bp', 'bq'),
  asks: levelsOf(row, 'sp', 'sq'),
  lowerCircuit: priceOf(row, 'lc'),
  upperCircuit: priceOf(row, 'uc'),
  tickSize: priceOf(row, 'ti'),
  at: parseIst(textOf(row, 'request_time') ?? '') ?? now,
});

/** Best first; a level without a price is empty. */
const levelsOf = (row: Row, prices: string, quantities: string): Quote['bids'] =>
  DEPTH.flatMap((level) => {
    const price = priceOf(row, `${prices}${level}`);
    return price ? [{ price, quantity: amountOf(row, `${quantities}${level}`) ?? ZERO }] : [];
  });
