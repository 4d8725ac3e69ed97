import { parseExchange } from './instrument';
import { parseSymbol } from './instrument-symbol';

/**
 * The underlying of an instrument, whatever its exchange; its symbol if the underlying is unknown.
 */
export function underlyingOf({ exchange, symbol }: { exchange: string; symbol: string }): string {
  const known = parseExchange(exchange);
  const instrument = known && parseSymbol(known, symbol);
  if (!instrument) return symbol;
  return instrument.kind === 'equity' ? instrument.name : instrument.underlying;
}
