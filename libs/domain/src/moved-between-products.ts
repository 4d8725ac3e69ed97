import type { Decimal } from './decimal';

/** A session's net quantity in one product, by our journal and by the broker's report. */
export interface ProductNet {
  exchange: string;
  symbol: string;
  product: string;
  ours: Decimal;
  theirs: Decimal;
}

/** A quantity that changed its product at the broker, but not here. */
export interface ProductMove {
  exchange: string;
  symbol: string;
  fromProduct: string;
  toProduct: string;
  /** Signed: negative for a short. */
  quantity: Decimal;
}

/**
 * Finds opposite differences between two products of one instrument with the same total. Quantity
 * that one product holds here has moved to the other; if neither holds as much any more, because
 * the position was traded since, what is missing in one is in the other.
 */
export function movedBetweenProducts(nets: readonly ProductNet[]): ProductMove[] {
  const byInstrument = new Map<string, ProductNet[]>();
  for (const net of nets.filter(({ ours, theirs }) => !ours.eq(theirs))) {
    const key = JSON.stringify([net.exchange, net.symbol]);
    byInstrument.set(key, [...(byInstrument.get(key) ?? []), net]);
  }
  return [...byInstrument.values()].flatMap(([one, other, ...more]) => {
    if (other === undefined || more.length > 0) return [];
    const moves = [move(one, other), move(other, one)];
    if (!moves[0].quantity.eq(came(other))) return [];
    const isPlain = ({ quantity }: ProductMove) => !quantity.isNegative();
    return moves.find((each, index) => isHeld(each, [one, other][index])) ?? moves.find(isPlain)!;
  });
}

const came = ({ ours, theirs }: ProductNet): Decimal => theirs.minus(ours);

const move = (from: ProductNet, { product: toProduct }: ProductNet): ProductMove => {
  const { exchange, symbol, product: fromProduct } = from;
  return { exchange, symbol, fromProduct, toProduct, quantity: from.ours.minus(from.theirs) };
};

const isHeld = ({ quantity }: ProductMove, { ours }: ProductNet): boolean =>
  ours.isNegative() === quantity.isNegative() && ours.abs().gte(quantity.abs());
