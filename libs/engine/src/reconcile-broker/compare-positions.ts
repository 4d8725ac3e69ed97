import { decimalText, hasExpiredBy, type ProductNet } from '@ome/domain';
import type { BrokerLink } from '../broker-ports';
import type { UnreadableRow } from '../broker-book';
import type { SettleConversions } from '../conversions/settle-conversions';
import type { Clock } from '../clock-and-ids';
import type { BrokerNets } from '../positions/broker-nets';
import { type ComparedNets, isRead } from './compare-nets';
import { type Difference, unreadableRow } from './differences';

/** Compares a session's positions with ours, per product, and books conversions that explain them. */
export class ComparePositions {
  constructor(
    private readonly positions: Pick<BrokerNets, 'compare'>,
    private readonly conversions: Pick<SettleConversions, 'run'>,
    private readonly clock: Clock,
  ) {}

  /**
   * @param bookOrders books what the broker's orders show and ours do not
   * @param keep keeps rows that cannot be read: their positions are not compared
   */
  async run(
    link: BrokerLink,
    bookOrders: () => Promise<unknown>,
    keep: (rows: readonly UnreadableRow[]) => Promise<void>,
  ): Promise<Difference[]> {
    const nets = await this.nets(link);
    const settled = await this.conversions.run(link, nets, async () => {
      await bookOrders();
      return this.nets(link);
    });
    const remaining = settled.length > 0 ? await this.nets(link) : nets;
    await keep(remaining.unreadable);
    const differing = remaining.nets.filter(isRead).filter(({ ours, theirs }) => !ours.eq(theirs));
    return [...settled, ...remaining.unreadable.map(unreadableRow), ...differing.map(differenceOf)];
  }

  private async nets(link: BrokerLink): Promise<ComparedNets> {
    const { nets, unreadable } = await this.positions.compare(link);
    const now = this.clock.now();
    return { nets: nets.filter((net) => !hasExpiredBy(net, now)), unreadable };
  }
}

const differenceOf = ({ exchange, symbol, product, ours, theirs }: ProductNet): Difference => ({
  kind: 'position',
  orderId: null,
  brokerOrderId: null,
  symbol,
  exchange,
  product,
  ours: decimalText(ours),
  theirs: decimalText(theirs),
  done: 'Nothing: for ops to decide',
});
