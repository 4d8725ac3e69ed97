import { OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import type { BreezeContract } from './breeze-contract';

export const BREEZE = 'breeze';

/** How Breeze writes one of our values. */
interface Forms {
  /** In requests; replies capitalise the same word. */
  request: string;
  /** In frames of the order stream; null if unknown. */
  feed: string | null;
}

/** Maps one of our enums to Breeze's words and back. */
class Codes<Ours extends string> {
  private readonly byForm: ReadonlyMap<string, Ours>;

  constructor(private readonly table: Readonly<Record<Ours, Forms>>) {
    const entries = Object.entries(table) as [Ours, Forms][];
    this.byForm = new Map(
      entries.flatMap(([ours, { request, feed }]) =>
        [request, feed?.toLowerCase() ?? request].map((form): [string, Ours] => [form, ours]),
      ),
    );
  }

  get all(): Ours[] {
    return Object.keys(this.table) as Ours[];
  }

  request(ours: Ours): string {
    return this.table[ours].request;
  }

  /** From the word of a request or a reply, or the letter of a frame; null for any other. */
  parse(text: string | null): Ours | null {
    return this.byForm.get(text?.trim().toLowerCase() ?? '') ?? null;
  }
}

export const SIDES = new Codes<Side>({
  [Side.Buy]: { request: 'buy', feed: 'B' },
  [Side.Sell]: { request: 'sell', feed: 'S' },
});

/** Programs may send no other types; market and stop orders become these. */
export type BreezeOrdType = OrdType.Limit | OrdType.StopLimit;

export const ORD_TYPES = new Codes<BreezeOrdType>({
  [OrdType.Limit]: { request: 'limit', feed: 'L' },
  [OrdType.StopLimit]: { request: 'stoploss', feed: 'S' },
});

/** In rows, which include orders from the broker's own website. */
export const ordTypeOf = (text: string | null): OrdType | null =>
  text?.toLowerCase() === 'market' ? OrdType.Market : ORD_TYPES.parse(text);

/** A market or stop order is sent as the type that also has a limit. */
export const SENT_ORD_TYPE: Readonly<Record<OrdType, BreezeOrdType>> = {
  [OrdType.Market]: OrdType.Limit,
  [OrdType.Limit]: OrdType.Limit,
  [OrdType.Stop]: OrdType.StopLimit,
  [OrdType.StopLimit]: OrdType.StopLimit,
};

export type BreezeTimeInForce =
  TimeInForce.Day | TimeInForce.ImmediateOrCancel | TimeInForce.GoodTillCancel;

export const VALIDITIES = new Codes<BreezeTimeInForce>({
  [TimeInForce.Day]: { request: 'day', feed: 'T' },
  [TimeInForce.ImmediateOrCancel]: { request: 'ioc', feed: 'I' },
  // "Valid till cancelled".
  [TimeInForce.GoodTillCancel]: { request: 'vtc', feed: 'V' },
});

/** Null if Breeze has no such validity. */
export const SENT_VALIDITY: Readonly<Record<TimeInForce, BreezeTimeInForce | null>> = {
  [TimeInForce.Day]: TimeInForce.Day,
  [TimeInForce.ImmediateOrCancel]: TimeInForce.ImmediateOrCancel,
  [TimeInForce.GoodTillCancel]: TimeInForce.GoodTillCancel,
  [TimeInForce.GoodTillDate]: null,
  [TimeInForce.FillOrKill]: null,
};

export type BreezeProduct = 'cash' | 'futures' | 'options' | 'btst' | 'mtf';

export const PRODUCTS = new Codes<BreezeProduct>({
  cash: { request: 'cash', feed: 'C' },
  futures: { request: 'futures', feed: 'F' },
  options: { request: 'options', feed: 'O' },
  btst: { request: 'btst', feed: 'B' },
  mtf: { request: 'mtf', feed: null },
});

/** The instrument kind, as Breeze's product for an ordinary order in it. */
type Traded = BreezeContract['product'];

interface ProductMeaning {
  /** The product in our orders' words, the same for every broker. */
  ours: string;
  of: Traded;
}

const PRODUCT_MEANING: Readonly<Record<BreezeProduct, ProductMeaning>> = {
  cash: { ours: 'CNC', of: 'cash' },
  futures: { ours: 'NRML', of: 'futures' },
  options: { ours: 'NRML', of: 'options' },
  btst: { ours: 'BTST', of: 'cash' },
  mtf: { ours: 'MTF', of: 'cash' },
};

export const ourProduct = (product: BreezeProduct): string => PRODUCT_MEANING[product].ours;

/**
 * The product of an order for an instrument kind. Orders may give it in our words or in Breeze's;
 * an order without one is an ordinary order. Null if Breeze has no such product for it.
 */
export function breezeProduct(product: string | null, traded: Traded): BreezeProduct | null {
  if (product === null) return traded;
  const named = product.toUpperCase();
  const found = PRODUCTS.all.find((candidate) => {
    const { ours, of } = PRODUCT_MEANING[candidate];
    return of === traded && (ours === named || candidate.toUpperCase() === named);
  });
  return found ?? null;
}

export type BreezeStatus =
  | 'requested'
  | 'queued'
  | 'ordered'
  | 'partially executed'
  | 'executed'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'partially executed and cancelled'
  | 'partially executed and expired'
  | 'freezed';

export const STATUSES = new Codes<BreezeStatus>({
  requested: { request: 'requested', feed: 'R' },
  queued: { request: 'queued', feed: 'Q' },
  ordered: { request: 'ordered', feed: 'O' },
  'partially executed': { request: 'partially executed', feed: 'P' },
  executed: { request: 'executed', feed: 'E' },
  rejected: { request: 'rejected', feed: 'J' },
  cancelled: { request: 'cancelled', feed: 'C' },
  expired: { request: 'expired', feed: 'X' },
  'partially executed and cancelled': { request: 'partially executed and cancelled', feed: 'D' },
  'partially executed and expired': { request: 'partially executed and expired', feed: 'B' },
  freezed: { request: 'freezed', feed: 'F' },
});

export const ORD_STATUS: Readonly<Record<BreezeStatus, OrdStatus>> = {
  requested: OrdStatus.PendingNew,
  queued: OrdStatus.PendingNew,
  ordered: OrdStatus.New,
  'partially executed': OrdStatus.PartiallyFilled,
  executed: OrdStatus.Filled,
  rejected: OrdStatus.Rejected,
  cancelled: OrdStatus.Canceled,
  expired: OrdStatus.Expired,
  'partially executed and cancelled': OrdStatus.Canceled,
  'partially executed and expired': OrdStatus.Expired,
  // Undocumented; it proves only that the broker has the order.
  freezed: OrdStatus.PendingNew,
};

/** Spellings that other programs have met beside the documented ones. */
const OTHER_SPELLINGS: Readonly<Record<string, BreezeStatus>> = {
  complete: 'executed',
  completed: 'executed',
  canceled: 'cancelled',
};

/** Null for an undocumented word: no status follows from it. */
export const parseStatus = (text: string | null): BreezeStatus | null =>
  STATUSES.parse(text) ?? OTHER_SPELLINGS[text?.trim().toLowerCase() ?? ''] ?? null;
