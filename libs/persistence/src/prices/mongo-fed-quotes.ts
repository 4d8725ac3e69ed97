import { type Decimal, ZERO } from '@ome/domain';
import { FedQuotes, type Instruments, type Quote } from '@ome/engine';
import type { LastPrices } from './last-prices';

/** The maximum age of a price that a market order is valued at. */
const FRESH_MS = 10_000;

/** Builds quotes from fed prices and the tick sizes of the instrument master. */
export class MongoFedQuotes extends FedQuotes {
  constructor(
    private readonly prices: LastPrices,
    private readonly instruments: Instruments,
  ) {
    super();
  }

  async fresh(exchange: string, symbol: string): Promise<Quote | null> {
    const [fed] = await this.prices.fed([symbol], exchange);
    if (!fed || fed.last.at.getTime() < Date.now() - FRESH_MS) return null;
    const facts = await this.instruments.find(exchange, symbol);
    return {
      lastPx: fed.last.price,
      bids: level(fed.bid),
      asks: level(fed.ask),
      lowerCircuit: null,
      upperCircuit: null,
      tickSize: facts?.tickSize ?? null,
      at: fed.last.at,
    };
  }
}

const level = (price: Decimal | null): Quote['bids'] => (price ? [{ price, quantity: ZERO }] : []);
