import { decimalText, hasExpiredBy, type ProductNet } from '@ome/domain';
import type { BrokerLink } from '../broker-ports';
import type { UnreadableRow } from '../broker-book';
import type { Brokers } from '../brokers';
import type { SettleConversions } from '../conversions/settle-conversions';
import type { Clock } from '../clock-and-ids';
import { type ComparedNets, compareNets, isRead, type NetPositions } from './compare-nets';
import { type Difference, unreadableRow } from './differences';

/** Compares a session's positions with ours, per product, and books conversions that explain them. */
export class ComparePositions {
  constructor(
    private readonly brokers: Brokers,
    private readonly positions: NetPositions,
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
    const [ours, book] = await Promise.all([
      this.positions.netsOf(link.name, this.brokers.accountsOf(link)),
      link.positions(),
    ]);
    const now = this.clock.now();
    const { nets, unreadable } = compareNets(ours, book);
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
