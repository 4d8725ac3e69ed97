import type { BrokerOrder, BrokerPosition, BrokerTrade, Order } from '@ome/domain';
import type { BrokerLink } from '../broker-ports';

/** A broker whose records a test sets; orders reach it through the rig's own link. */
export class WrittenBroker {
  readonly name = 'rest';
  readonly session = 'U1';
  readonly route = 'rest-U1';
  readonly accounts = null;
  adoptsInto: string | null = '42';
  dedupe: BrokerLink['dedupe'] = 'tagged';
  rows: BrokerOrder[] = [];
  fills: BrokerTrade[] = [];
  nets: BrokerPosition[] = [];
  past: BrokerOrder[] = [];
  readonly calls: string[] = [];

  isOwnTag = (tag: string) => tag.startsWith('T');
  orders = () => this.said('orders', this.rows);
  history: (order: Order) => Promise<BrokerOrder[]> = async () =>
    (await this.said('history', this.past)).map(({ ours }) => ours);
  positions = () => this.said('positions', this.nets);
  trades = async (order?: { brokerOrderId: string | null }) => {
    const all = await this.said('trades', this.fills);
    return all.filter(({ ours }) => !order || ours.brokerOrderId === order.brokerOrderId);
  };

  private said<T>(call: string, list: T[]): Promise<{ ours: T; broker: object }[]> {
    this.calls.push(call);
    return Promise.resolve(list.map((ours) => ({ ours, broker: {} })));
  }
}
