import { decimalText, hasExpiredBy } from '@ome/domain';
import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { SettleConversions } from '../conversions/settle-conversions';
import type { Clock } from '../clock-and-ids';
import { type ComparedNet, compareNets, type NetPositions } from './compare-nets';
import type { Difference } from './differences';

/** Compares a session's positions with ours, per product, and books conversions that explain them. */
export class ComparePositions {
  constructor(
    private readonly brokers: Brokers,
    private readonly positions: NetPositions,
    private readonly conversions: Pick<SettleConversions, 'run'>,
    private readonly clock: Clock,
  ) {}

  /** @param bookOrders books what the broker's orders show and ours do not */
  async run(link: BrokerLink, bookOrders: () => Promise<unknown>): Promise<Difference[]> {
    const nets = await this.nets(link);
    const settled = await this.conversions.run(link, nets, async () => {
      await bookOrders();
      return this.nets(link);
    });
    const remaining = settled.length > 0 ? await this.nets(link) : nets;
    return [
      ...settled,
      ...remaining.flatMap((net) => (net.ours.eq(net.theirs) ? [] : [differenceOf(net)])),
    ];
  }

  private async nets(link: BrokerLink): Promise<ComparedNet[]> {
    const [ours, theirs] = await Promise.all([
      this.positions.netsOf(link.name, this.brokers.accountsOf(link)),
      link.positions(),
    ]);
    const now = this.clock.now();
    return compareNets(
      ours,
      theirs.map(({ ours: position }) => position),
    ).filter((net) => !hasExpiredBy(net, now));
  }
}

const differenceOf = ({ exchange, symbol, product, ours, theirs }: ComparedNet): Difference => ({
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
