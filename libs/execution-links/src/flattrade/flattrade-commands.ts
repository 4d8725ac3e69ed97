import type { Order } from '@ome/domain';
import type { CallKind, LinkRequest } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import type { Permitted } from './account-permissions';
import type { Fields } from './flattrade-client';
import {
  contractFields,
  modifyFields,
  placeFields,
  productCode,
  refused,
} from './flattrade-order-fields';
import type { FlattradePricing } from './flattrade-pricing';
import type { FlattradeSymbols } from './flattrade-symbol';

/** A call that changes something at the broker. */
export interface OrderCall {
  kind: Extract<CallKind, 'order' | 'cancel'>;
  name: string;
  fields: Fields;
}

/** Translates our commands to Flattrade's fields. */
export class FlattradeCommands {
  /** @param notPermitted why the account may not place such an order, if known */
  constructor(
    private readonly uid: string,
    private readonly symbols: FlattradeSymbols,
    private readonly pricing: FlattradePricing,
    private readonly notPermitted: (order: Permitted) => string | null,
  ) {}

  /**
   * Sends no order, but a market order reads a quote.
   * @throws BrokerFault, never `unknown`, if the command cannot be sent as it is, or now
   */
  async callOf(request: LinkRequest): Promise<OrderCall> {
    try {
      return await this.translated(request);
    } catch (error) {
      if (error instanceof BrokerFault && error.faultClass !== 'unknown') throw error;
      throw new BrokerFault('retryLater', (error as Error).message);
    }
  }

  private async translated({ order, command, tag, sendBy }: LinkRequest): Promise<OrderCall> {
    const { uid } = this;
    switch (command.kind) {
      case 'new': {
        const contract = await this.contractOf(order);
        const price = await this.pricing.fieldsOf(order, order, sendBy);
        this.check({ ...contract, prd: productCode(order), prctyp: price.prctyp });
        const fields = placeFields(order, uid, contract, price, tag);
        return { kind: 'order', name: 'PlaceOrder', fields };
      }
      case 'replace': {
        const number = numberOf(order);
        const contract = await this.contractOf(order);
        const terms = command.terms ?? order;
        const price = await this.pricing.fieldsOf(order, terms, sendBy);
        const fields = modifyFields(order, number, uid, contract, terms, price);
        return { kind: 'order', name: 'ModifyOrder', fields };
      }
      case 'cancel': {
        const fields = { ordersource: 'API', uid, norenordno: numberOf(order) };
        return { kind: 'cancel', name: 'CancelOrder', fields };
      }
    }
  }

  private async contractOf(order: Order) {
    return contractFields(order, await this.symbols.tsymOf(order.exchange, order.symbol));
  }

  private check(order: Permitted): void {
    const refusal = this.notPermitted(order);
    if (refusal !== null) throw refused(refusal, 'Have it enabled at Flattrade, and log in again');
  }
}

/** Without its number Flattrade cannot replace or cancel the order. */
function numberOf({ brokerOrderId }: Order): string {
  if (brokerOrderId !== null) return brokerOrderId;
  throw new BrokerFault('retryLater', "Flattrade's order number is not known yet");
}
