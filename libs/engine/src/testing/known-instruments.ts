import { canonicalSymbol, type Exchange } from '@ome/domain';
import { type InstrumentFacts, Instruments } from '../instruments';

/** An instrument master of a few rows, for specs. */
export class KnownInstruments extends Instruments {
  constructor(private readonly rows: InstrumentFacts[]) {
    super();
  }

  async forEveryBroker(exchange: string, symbol: string): Promise<InstrumentFacts[]> {
    return this.rowsOf(exchange, symbol);
  }

  async named(brokerSymbol: string): Promise<InstrumentFacts[]> {
    return this.rows.filter((row) => row.brokerSymbol === brokerSymbol);
  }

  async byBrokerSymbol(
    broker: string,
    exchange: string,
    brokerSymbol: string,
  ): Promise<InstrumentFacts | null> {
    const found = this.rows.find(
      (row) =>
        row.broker === broker && row.exchange === exchange && row.brokerSymbol === brokerSymbol,
    );
    return found ?? null;
  }

  async stockCodeOf(broker: string, exchange: Exchange, underlying: string) {
    return only(
      this.rows
        .filter(
          (row) =>
            row.broker === broker && row.exchange === exchange && row.underlying === underlying,
        )
        .map(({ stockCode }) => stockCode),
    );
  }

  async underlyingOf(broker: string, exchange: Exchange, stockCode: string) {
    return only(
      this.rows
        .filter(
          (row) =>
            row.broker === broker && row.exchange === exchange && row.stockCode === stockCode,
        )
        .map(({ underlying }) => underlying),
    );
  }

  async hasDerivatives(exchange: string, symbol: string): Promise<boolean> {
    const underlying = (await this.find(exchange, symbol))?.underlying ?? symbol;
    return this.rows.some((row) => row.underlying === underlying && row.kind !== 'equity');
  }

  private rowsOf(exchange: string, symbol: string): InstrumentFacts[] {
    const rows = this.rows.filter((row) => row.exchange === exchange);
    const canonical = canonicalSymbol(exchange, symbol);
    const named = rows.find(({ brokerSymbol }) => brokerSymbol === symbol)?.symbol;
    const known = rows.filter((row) => row.symbol === canonical);
    return known.length > 0 ? known : rows.filter((row) => row.symbol === named);
  }
}

function only(values: (string | null)[]): string | null {
  const [value = null, ...others] = new Set(values);
  return others.length === 0 ? value : null;
}
