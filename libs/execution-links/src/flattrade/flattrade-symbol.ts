import { type Instrument, parseExchange, parseSymbol, symbolOf } from '@ome/domain';
import type { ReadSymbol } from '../broker/read-rows';
import type { InstrumentFacts, Instruments } from '@ome/engine';
import { FLATTRADE } from './flattrade-codes';

/**
 * Flattrade's trading symbol (`tsym`) of an instrument: from its contract file if that has it,
 * otherwise built. Null for futures and options of BSE that the file does not have: Flattrade names
 * them in three ways, so a built name may be another contract's.
 */
export function flattradeSymbol(
  instrument: Instrument,
  master: Pick<InstrumentFacts, 'brokerSymbol'> | null = null,
): string | null {
  if (master) return master.brokerSymbol;
  if (instrument.exchange === 'BFO') return null;
  if (instrument.kind !== 'equity' || instrument.series === null) return symbolOf(instrument);
  return `${instrument.name}-${instrument.series}`;
}

/** The instrument that a trading symbol names, as far as it can be derived without the master. */
export function parseFlattradeSymbol(exch: string, tsym: string): Instrument | null {
  const exchange = parseExchange(exch);
  return exchange && exchange !== 'BFO' ? parseSymbol(exchange, tsym) : null;
}

/** Converts order symbols to Flattrade's words and back, by its contract file first. */
export class FlattradeSymbols {
  constructor(private readonly instruments: Instruments) {}

  /** The `tsym` to send; null if none is known, and the order must not be sent. */
  async tsymOf(exchange: string, symbol: string): Promise<string | null> {
    const known = parseExchange(exchange);
    if (!known) return null;
    const facts = await this.instruments.forBroker(FLATTRADE, known, symbol);
    if (facts) return facts.brokerSymbol;
    const instrument = parseSymbol(known, symbol);
    return instrument && flattradeSymbol(instrument);
  }

  /** The order symbol for what Flattrade reports; its own text if unknown. */
  async nameOf(exch: string, tsym: string): Promise<ReadSymbol> {
    const facts = await this.instruments.byBrokerSymbol(FLATTRADE, exch, tsym);
    if (facts) return { symbol: facts.symbol };
    const instrument = parseFlattradeSymbol(exch, tsym);
    return instrument ? { symbol: symbolOf(instrument) } : { symbol: tsym, symbolUnknown: true };
  }
}
