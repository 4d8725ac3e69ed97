import type { BrokerOrder, BrokerPosition, BrokerTrade, HeldShares, Order } from '@ome/domain';
import type { BrokerBook, UnreadableRow } from '../broker-book';
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
  shares: HeldShares[] = [];
  past: BrokerOrder[] = [];
  /** Rows of each book that cannot be read. */
  readonly unreadable: Record<string, UnreadableRow[]> = {};
  readonly calls: string[] = [];

  isOwnTag = (tag: string) => tag.startsWith('T');
  orders = () => this.said('orders', this.rows);
  history: (order: Order) => Promise<BrokerBook<BrokerOrder>> = () =>
    this.said('history', this.past);
  positions = () => this.said('positions', this.nets);
  heldShares = () => this.said('heldShares', this.shares);
  trades = async (order?: { brokerOrderId: string | null }) => {
    const { rows, unreadable } = await this.said('trades', this.fills);
    const isOf = (id: string | null) => !order || id === null || id === order.brokerOrderId;
    return {
      rows: rows.filter(({ ours }) => isOf(ours.brokerOrderId)),
      unreadable: unreadable.filter(({ brokerOrderId }) => isOf(brokerOrderId)),
    };
  };

  private said<T>(call: string, list: T[]): Promise<BrokerBook<T>> {
    this.calls.push(call);
    const rows = list.map((ours) => ({ ours, broker: {} }));
    return Promise.resolve({ rows, unreadable: this.unreadable[call] ?? [] });
  }
}
