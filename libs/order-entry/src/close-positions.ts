import type { CloseAllRequest, ClosedPosition, ClosePositionRequest } from '@ome/contracts';
import { canonicalProduct, decimal, type Entitlement, type Refusal } from '@ome/domain';
import type {
  BookedPositions,
  KnownPosition,
  Origin,
  PersistentClosings,
  PositionReader,
} from '@ome/engine';
import { invalid } from './invalid-request';
import { requireAccount } from './not-entitled';

/** Requests to close one position, or all of an account, from any entry point. */
export class PositionClosing {
  /** @param cancelsResting whether open orders are canceled first if a request does not say */
  constructor(
    private readonly booked: BookedPositions,
    private readonly positions: PositionReader,
    private readonly closings: PersistentClosings,
    private readonly cancelsResting: boolean,
  ) {}

  /**
   * @returns null if there is no such position
   * @throws InvalidRequest, and NotEntitled
   */
  async one(
    within: Entitlement,
    request: ClosePositionRequest,
    origin: Origin,
  ): Promise<ClosedPosition | Refusal | null> {
    requireAccount(within, request.account);
    const { clOrdId = null, account, exchange, symbol, product, link, price } = request;
    const key = { account, exchange, symbol, ...(link && { link }) };
    await this.booked.catchUp(account);
    const found = await this.positions.find(key);
    const known = onlyOne(product ? ofProduct(found, product) : found);
    if (!known) return null;
    const terms = { ...this.terms(request), clOrdId, price: price ? decimal(price) : null };
    const [{ closed, refusal }] = await this.closings.close([known], terms, origin);
    return refusal ?? closed;
  }

  /** @throws NotEntitled */
  async all(
    within: Entitlement,
    request: CloseAllRequest,
    origin: Origin,
  ): Promise<ClosedPosition[]> {
    requireAccount(within, request.account);
    await this.booked.catchUp(request.account);
    const open = await this.positions.find({ account: request.account, open: true });
    const terms = { ...this.terms(request), clOrdId: null, price: null };
    const closings = await this.closings.close(open, terms, origin);
    return closings.map(({ closed }) => closed);
  }

  private terms({ cancelResting, ignoreBroker = false }: CloseAllRequest) {
    return { cancelResting: cancelResting ?? this.cancelsResting, ignoreBroker };
  }
}

/** Where none has this name of the product, those that have it under another, or by leaving it out. */
function ofProduct(found: KnownPosition[], product: string): KnownPosition[] {
  const named = found.filter((position) => position.product === product);
  if (named.length > 0) return named;
  return found.filter(
    ({ exchange, product: other }) =>
      canonicalProduct(exchange, other) === canonicalProduct(exchange, product),
  );
}

/** The only open position, or the only one. */
function onlyOne(found: KnownPosition[]): KnownPosition | null {
  const open = found.filter(({ position }) => !position.netQty.isZero());
  if (open.length > 1) {
    const field = new Set(open.map(({ product }) => product)).size > 1 ? 'product' : 'link';
    throw invalid(field, 'is required, as several positions are open');
  }
  return open[0] ?? found[0] ?? null;
}
