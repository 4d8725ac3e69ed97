import {
  canonicalExchange,
  canonicalSymbol,
  EXCHANGES,
  type InstrumentName,
  parseName,
} from '@ome/domain';
import type { Instruments } from './instruments';

/** What documents are looked up by: any of several symbols where more than one may be meant. */
export type NamedFilter<Filter> = Omit<Filter, 'symbol'> & { symbol?: string | readonly string[] };

/**
 * The one place where names of instruments are made canonical: whatever comes in under a name, an
 * order, a price, a limit or a filter, is known by this one from then on.
 */
export class InstrumentNames {
  constructor(private readonly instruments: Pick<Instruments, 'find' | 'named'>) {}

  /** By the form of the name, and where that does not say it, by the instrument master. */
  async canonical({ exchange: given, symbol }: InstrumentName): Promise<InstrumentName> {
    const exchange = canonicalExchange(given);
    const canonical = canonicalSymbol(exchange, symbol);
    const instrument = parseName({ exchange, symbol });
    // A share's name may have any form, so that it may be a broker's own word, too.
    if (instrument && instrument.kind !== 'equity') return { exchange, symbol: canonical };
    const facts = await this.instruments.find(exchange, canonical);
    return { exchange, symbol: facts?.symbol ?? canonical };
  }

  /** A filter in any form of the names as one by the names that documents have. */
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
   * What a symbol may mean, on whichever exchange where none is given, the likeliest first; with the
   * symbol as it is, under which documents of earlier versions may be.
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
