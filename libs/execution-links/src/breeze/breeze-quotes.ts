import type { Decimal } from '@ome/domain';
import type { FedQuotes, Instruments, Quote } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import type { BreezeClient } from './breeze-client';
import { type BreezeContract, contractFields } from './breeze-contract';
import { type BreezeRow, decimalOf, isRow, textOf } from './breeze-row';
import { orNull } from './breeze-rows';
import { istInstant } from './breeze-times';

/** Last prices from the broker, with tick sizes from the instrument master. */
export class BreezeQuotes {
  constructor(
    private readonly client: BreezeClient,
    private readonly instruments: Instruments,
    private readonly now: () => Date,
    private readonly fed?: FedQuotes,
  ) {}

  /** @throws BrokerFault if the broker gives no price */
  async quoteFor(contract: BreezeContract, exchange: string, symbol: string): Promise<Quote> {
    const fed = await this.fed?.fresh(exchange, symbol);
    if (fed) return fed;
    const { product: product_type, ...fields } = contractFields(contract);
    const rows = await this.client.readList('/quotes', { ...fields, product_type });
    const row = rowOf(rows.filter(isRow), contract);
    const lastPx = row && decimalOf(row, 'ltp');
    if (!row || !lastPx) throw new BrokerFault('rejected', `Breeze has no quote of ${symbol}`);
    const facts = await this.instruments.find(exchange, symbol);
    return {
      lastPx,
      bids: best(row, 'best_bid'),
      asks: best(row, 'best_offer'),
      lowerCircuit: orNull(decimalOf(row, 'lower_circuit')),
      upperCircuit: orNull(decimalOf(row, 'upper_circuit')),
      tickSize: facts?.tickSize ?? null,
      at: istInstant(textOf(row, 'ltt') ?? '') ?? this.now(),
    };
  }
}

/** A quote for a share comes for both exchanges at once. */
const rowOf = (rows: BreezeRow[], { exchange_code }: BreezeContract): BreezeRow | undefined =>
  rows.find((row) => textOf(row, 'exchange_code') === exchange_code) ??
  (rows.length === 1 ? rows[0] : undefined);

function best(
  row: BreezeRow,
  side: 'best_bid' | 'best_offer',
): { price: Decimal; quantity: Decimal }[] {
  const price = orNull(decimalOf(row, `${side}_price`));
  const quantity = decimalOf(row, `${side}_quantity`);
  return price && quantity ? [{ price, quantity }] : [];
}
