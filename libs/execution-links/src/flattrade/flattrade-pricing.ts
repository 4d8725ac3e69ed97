import { type Decimal, type Order, OrdType, type OrderTerms } from '@ome/domain';
import type { Quote } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import type { MarketOrders } from '../broker/broker-link-options';
import { priceField } from '../broker/price-field';
import { PRICE_TYPE_CODE } from './flattrade-codes';
import { needed, type PriceFields, refused } from './flattrade-order-fields';
import type { FlattradeQuotes } from './flattrade-quotes';
import { limitBeyond, protectedPrice } from './market-order';

/** The prices that orders are sent with: from programs Flattrade accepts only limits. */
export class FlattradePricing {
  constructor(
    private readonly quotes: FlattradeQuotes,
    private readonly marketOrders: MarketOrders,
  ) {}

  /**
   * @param deadline after which a quote is useless
   * @throws BrokerFault if the order lacks a price, or the market shows none to derive a limit from
   */
  async fieldsOf(order: Order, terms: OrderTerms, deadline: Date): Promise<PriceFields> {
    const { ordType } = order;
    switch (ordType) {
      case OrdType.Limit:
        return limit(order, needed(terms.price, 'price'));
      case OrdType.StopLimit:
        return stopLimit(order, needed(terms.price, 'price'), needed(terms.stopPrice, 'stopPrice'));
      case OrdType.Market: {
        const { quote, protection } = await this.market(order, deadline);
        const price = protectedPrice(quote, protection);
        if (price) return limit(order, price);
        throw new BrokerFault(
          'retryLater',
          `The market shows no price to derive a limit for ${order.symbol} from`,
        );
      }
      case OrdType.Stop: {
        const trigger = needed(terms.stopPrice, 'stopPrice');
        const { quote, protection } = await this.market(order, deadline);
        return stopLimit(order, limitBeyond(trigger, quote, protection), trigger);
      }
    }
  }

  private async market(order: Order, deadline: Date) {
    const { exchange, symbol, side, ordType } = order;
    if (this.marketOrders === 'refuse') {
      throw refused(
        `Flattrade accepts no orders of type ${ordType} from programs`,
        'Place a LIMIT or STOP_LIMIT order',
      );
    }
    const isOption = (await this.quotes.kindOf(exchange, symbol)) === 'option';
    const quote: Quote = await this.quotes.quote(exchange, symbol, deadline);
    return { quote, protection: { side, isOption } };
  }
}

const limit = (order: Order, price: Decimal): PriceFields => ({
  prctyp: PRICE_TYPE_CODE[OrdType.Limit],
  prc: priceField(price, order),
});

const stopLimit = (order: Order, price: Decimal, trigger: Decimal): PriceFields => ({
  prctyp: PRICE_TYPE_CODE[OrdType.StopLimit],
  prc: priceField(price, order),
  trgprc: priceField(trigger, order),
});
