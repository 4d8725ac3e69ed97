import type { Decimal } from './decimal';

/** A session's net quantity in one product, by our books and by the broker's. */
export interface ProductNet {
  exchange: string;
  symbol: string;
  product: string;
  ours: Decimal;
  theirs: Decimal;
}

/** What changed its product at the broker, and not here. */
export interface ProductMove {
  exchange: string;
  symbol: string;
  fromProduct: string;
  toProduct: string;
  /** Signed: of a short it is negative. */
  quantity: Decimal;
}

/**
 * Opposite differences of just two products of one instrument, whose total is the same: where one of
 * the two holds as much here, that went over to the other.
 */
export function movedBetweenProducts(nets: readonly ProductNet[]): ProductMove[] {
  const byInstrument = new Map<string, ProductNet[]>();
  for (const net of nets.filter(({ ours, theirs }) => !ours.eq(theirs))) {
    const key = JSON.stringify([net.exchange, net.symbol]);
    byInstrument.set(key, [...(byInstrument.get(key) ?? []), net]);
  }
  return [...byInstrument.values()].flatMap(([one, other, ...more]) =>
    other === undefined || more.length > 0 ? [] : (move(one, other) ?? move(other, one) ?? []),
  );
}

/** Null where it is none from the one to the other. */
function move(from: ProductNet, to: ProductNet): ProductMove | null {
  const quantity = from.ours.minus(from.theirs);
  const isOpposite = to.theirs.minus(to.ours).eq(quantity);
  const isHeld =
    from.ours.isNegative() === quantity.isNegative() && from.ours.abs().gte(quantity.abs());
  if (!isOpposite || !isHeld) return null;
  const { exchange, symbol, product: fromProduct } = from;
  return { exchange, symbol, fromProduct, toProduct: to.product, quantity };
}
