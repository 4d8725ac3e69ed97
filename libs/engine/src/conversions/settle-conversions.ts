import {
  canonicalProduct,
  decimalText,
  movedBetweenProducts,
  type ProductMove,
  ZERO,
} from '@ome/domain';
import type { BrokerLink } from '../broker-ports';
import type { Clock, Ids } from '../clock-and-ids';
import { type KnownPosition, type PositionReader } from '../positions/position-projector';
import { isOfInstrument } from '../positions/same-position';
import { type ComparedNets, isRead } from '../reconcile-broker/compare-nets';
import type { Difference } from '../reconcile-broker/differences';
import type { Conversion, ConversionJournal } from './conversion-journal';
import type { ConvertPosition, Holder } from './convert-position';

/** After this the broker has converted or never will: calls time out long before. */
const SETTLED_MS = 30_000;

/** Settles conversions from a broker's positions, and takes over those made there. */
export class SettleConversions {
  constructor(
    private readonly journal: ConversionJournal,
    private readonly converting: ConvertPosition,
    private readonly positions: PositionReader,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * @param nets read before
   * @param readAgain books what the broker's orders show, and reads positions again: an apparent
   * conversion may be unbooked fills
   */
  async run(
    link: BrokerLink,
    nets: ComparedNets,
    readAgain: () => Promise<ComparedNets>,
  ): Promise<Difference[]> {
    const session = { link: link.name, session: link.session };
    const pending = await this.journal.pending(session);
    const seen = movedBetweenProducts(nets.nets.filter(isRead));
    if (pending.length === 0 && seen.length === 0) return [];
    const again = await readAgain();
    const found: Difference[] = [];
    for (const conversion of pending) found.push(...(await this.settle(conversion, again)));
    const { adoptsInto } = link;
    if (adoptsInto === null) return found;
    const standing = movedBetweenProducts(again.nets.filter(isRead)).filter(
      (move) =>
        seen.some((each) => isSameMove(each, move)) &&
        !pending.some(({ exchange, symbol }) => isOf(move, { exchange, symbol })),
    );
    for (const move of standing) found.push(...(await this.adopt(link, move, adoptsInto)));
    return found;
  }

  private async settle(
    conversion: Conversion,
    { nets, unreadable }: ComparedNets,
  ): Promise<Difference[]> {
    const now = this.clock.now();
    if (now.getTime() - conversion.at.getTime() < SETTLED_MS) return [];
    // What such a row hides may be the very quantity that was converted.
    const isHidden = unreadable.some(
      (row) => row.symbol === null || isOfInstrument(row, conversion),
    );
    if (isHidden) return [];
    const [from, to] = [conversion.fromProduct, conversion.toProduct].map((product) =>
      nets
        .filter(isRead)
        .find(
          (net) => isOf(net, conversion) && net.product === canonicalProduct(net.exchange, product),
        ),
    );
    const left = from ? from.ours.minus(from.theirs) : ZERO;
    const came = to ? to.theirs.minus(to.ours) : ZERO;
    if (left.isZero() && came.isZero()) {
      await this.journal.refuse(conversion, 'The broker did not convert it');
      return [];
    }
    if (!left.eq(conversion.quantity) || !came.eq(conversion.quantity)) return [];
    await this.converting.convert({ ...conversion, at: now });
    return [booked(conversion, 'its answer was lost')];
  }

  private async adopt(
    link: BrokerLink,
    move: ProductMove,
    adoptsInto: string,
  ): Promise<Difference[]> {
    const shares = sharesOf(move, await this.converting.holders(link, move), adoptsInto);
    const { exchange, symbol } = move;
    const session = { link: link.name, session: link.session };
    const found: Difference[] = [];
    for (const { account, netQty: quantity } of shares) {
      const state = await this.positions.find({ link: link.name, account, exchange, symbol });
      const parts = [link.route, account, decimalText(quantity), textOf(state)];
      await this.converting.convert({
        ...move,
        ...session,
        // The same state of positions gives the same id, whoever observes it.
        conversionId: this.ids.derive('conversion', ...parts),
        origin: 'venue',
        account,
        quantity,
        price: null,
        at: this.clock.now(),
        by: link.route,
        requestId: null,
      });
      found.push(booked({ ...move, quantity }, `made at the broker, of account ${account}`));
    }
    return found;
  }
}

/**
 * Divides a conversion among accounts if the broker knows only the session: to the account that
 * could have done it alone, else to the one that takes over orders placed there, then to the
 * largest holder. If all together no longer hold as much, it goes to that account.
 */
function sharesOf(
  { quantity }: ProductMove,
  holders: readonly Holder[],
  adoptsInto: string,
): Holder[] {
  const able = holders.filter(({ netQty }) => netQty.abs().gte(quantity.abs()));
  if (able.length === 1) return [{ account: able[0].account, netQty: quantity }];
  const isOwn = ({ account }: Holder): number => (account === adoptsInto ? 1 : 0);
  const sorted = holders.toSorted(
    (one, other) => isOwn(other) - isOwn(one) || other.netQty.abs().comparedTo(one.netQty.abs()),
  );
  const shares: Holder[] = [];
  let left = quantity;
  for (const { account, netQty } of sorted) {
    if (left.isZero()) break;
    const share = left.abs().lt(netQty.abs()) ? left : netQty;
    shares.push({ account, netQty: share });
    left = left.minus(share);
  }
  return left.isZero() ? shares : [{ account: adoptsInto, netQty: quantity }];
}

type Instrument = Pick<ProductMove, 'exchange' | 'symbol'>;

const isOf = (one: Instrument, other: Instrument): boolean =>
  one.exchange === other.exchange && one.symbol === other.symbol;

const isSameMove = (one: ProductMove, other: ProductMove): boolean =>
  isOf(one, other) &&
  one.fromProduct === other.fromProduct &&
  one.toProduct === other.toProduct &&
  one.quantity.eq(other.quantity);

const textOf = (positions: readonly KnownPosition[]): string =>
  positions.map(({ id, version }) => `${id} ${version}`).join();

const booked = (move: ProductMove, why: string): Difference => ({
  kind: 'booked',
  orderId: null,
  brokerOrderId: null,
  exchange: move.exchange,
  symbol: move.symbol,
  product: canonicalProduct(move.exchange, move.toProduct),
  ours: null,
  theirs: null,
  done: `Booked a conversion of ${decimalText(move.quantity)} from ${move.fromProduct} to ${move.toProduct}: ${why}`,
});
