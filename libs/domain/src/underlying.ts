import { parseExchange } from './instrument';
import { parseSymbol } from './instrument-symbol';

/** What a position rises and falls with, on whichever exchange; the symbol where nobody can tell. */
export function underlyingOf({ exchange, symbol }: { exchange: string; symbol: string }): string {
  const known = parseExchange(exchange);
  const instrument = known && parseSymbol(known, symbol);
  if (!instrument) return symbol;
  return instrument.kind === 'equity' ? instrument.name : instrument.underlying;
}
