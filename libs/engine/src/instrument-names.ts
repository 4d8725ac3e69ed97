import {
  canonicalExchange,
  canonicalSymbol,
  EXCHANGES,
  type InstrumentName,
  parseName,
} from '@ome/domain';
import type { Instruments } from './instruments';

/** A filter for documents: several symbols if more than one may be meant. */
export type NamedFilter<Filter> = Omit<Filter, 'symbol'> & { symbol?: string | readonly string[] };

/**
 * The one place where instrument names are made canonical: every order, price, limit or filter uses
 * the canonical name from then on.
 */
export class InstrumentNames {
  constructor(private readonly instruments: Pick<Instruments, 'find' | 'named'>) {}

  /** From the form of the name, or else from the instrument master. */
  async canonical({ exchange: given, symbol }: InstrumentName): Promise<InstrumentName> {
    const exchange = canonicalExchange(given);
    const canonical = canonicalSymbol(exchange, symbol);
    const instrument = parseName({ exchange, symbol });
    // A share's name may have any form, so it may also be a broker's own word.
    if (instrument && instrument.kind !== 'equity') return { exchange, symbol: canonical };
    const facts = await this.instruments.find(exchange, canonical);
    return { exchange, symbol: facts?.symbol ?? canonical };
  }

  /** Translates a filter to the canonical names that documents use. */
  async filter<Filter extends Partial<InstrumentName>>(
    filter: Filter,
  ): Promise<NamedFilter<Filter>> {
    const { symbol, ...others } = filter;
    const exchange = filter.exchange === undefined ? undefined : canonicalExchange(filter.exchange);
    const named = { ...others, ...(exchange !== undefined && { exchange }) };
    if (symbol === undefined) return named;
    const symbols = await this.symbolsOf(symbol, exchange);
    return { ...named, symbol: symbols.length === 1 ? symbols[0] : symbols };
  }

  /**
   * The symbols that a text may mean, on any exchange if none is given, the most likely first;
   * including the text itself, which documents of earlier versions may use.
   */
  async symbolsOf(symbol: string, exchange?: string): Promise<string[]> {
    const canonical =
      exchange === undefined
        ? [
            ...(await this.instruments.named(symbol)).map((facts) => facts.symbol),
            ...EXCHANGES.map((each) => canonicalSymbol(each, symbol)),
          ]
        : [(await this.canonical({ exchange, symbol })).symbol];
    return [...new Set([...canonical, symbol])];
  }
}
