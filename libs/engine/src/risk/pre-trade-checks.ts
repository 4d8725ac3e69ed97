import {
  canonicalSymbol,
  checkOrder,
  Decimal,
  decimalText,
  type EffectiveLimits,
  hasExpired,
  type InstrumentName,
  isRefusal,
  needsInstrument,
  needsLastPrice,
  type NewOrder,
  type Order,
  type OrderIdentity,
  type OrderTerms,
  projectedTerms,
  raisesExposure,
  referencePrice,
  type Refusal,
  REFUSAL_TEXT,
  refuse,
  RefusalCode,
  type ReplaceRequested,
  RISK_RULES,
  type RiskRule,
  type SetLimits,
  sliceQuantity,
  type Slicing,
  stoppedBy,
  valueOf,
  ZERO,
} from '@ome/domain';
import { targetLink } from '../execution-links';
import type { Instruments } from '../instruments';
import type { Permit, RiskBook } from './risk-book';
import {
  COUNTED_RULES,
  type CounterLimits,
  type CounterRule,
  type MarketDay,
  type Reservation,
  type RiskCounters,
  type RiskMarket,
} from './risk-ports';

type Verdict = Refusal | null | Promise<Refusal | null>;

/**
 * What every new order and replace has to pass before it is journalled. Where nothing is set for an
 * account the answer is there at once: no promise, no read.
 */
export class PreTradeChecks {
  constructor(
    private readonly book: RiskBook,
    private readonly counters: RiskCounters,
    private readonly market: RiskMarket,
    private readonly instruments: Instruments,
    private readonly day: () => MarketDay,
  ) {}

  /** Taken before anything is checked, and given back when the request is decided. */
  permit(): Permit | Promise<Permit> {
    return this.book.permit();
  }

  newOrder(order: NewOrder): Verdict {
    const stopped = stoppedBy(this.book.switches, order);
    if (stopped) return stopped;
    // The whole was checked and counted before.
    if (order.parentOrderId !== null) return this.expired(order);
    const effective = this.effective(order);
    if (!effective) return this.expired(order);
    return this.check(effective, order, order, {
      key: order.orderId,
      seq: 1,
      value: (lastPrice) => valueOf(order, ZERO, lastPrice),
      content: contentOf(order),
    });
  }

  /** How an order is to be sliced; null where the exchange takes it whole. */
  async slicing({ link, exchange, symbol, orderQty }: NewOrder): Promise<Slicing | Refusal | null> {
    const rules = await this.instruments.ofLink(link, exchange, symbol);
    const quantity = sliceQuantity(orderQty, rules);
    return quantity === null || isRefusal(quantity) ? quantity : { link, quantity };
  }

  /** @param key the same for every attempt at the request */
  replace(order: Order, request: ReplaceRequested, key: string): Verdict {
    const raises = raisesExposure(order, projectedTerms(order), request);
    const stopped = raises && stoppedBy(this.book.switches, order);
    if (stopped) return stopped;
    const effective = this.effective(order);
    if (!effective) return this.expired(order);
    const { cumQty, version } = order;
    const before = projectedTerms(order);
    return this.check(effective, order, request, {
      key,
      seq: version + 1,
      content: null,
      value: (lastPrice) => {
        const value = valueOf(request, cumQty, lastPrice);
        // What a slice was placed for is counted with the whole.
        return order.parentOrderId === null
          ? value
          : Decimal.max(value.minus(valueOf(before, cumQty, lastPrice)), ZERO);
      },
    });
  }

  /** Whether a switch stands against an order that was let pass before the lease ran out. */
  async stoppedMeanwhile(order: NewOrder): Promise<Refusal | null> {
    await this.book.ensureCurrent();
    return stoppedBy(this.book.switches, order);
  }

  /** Profit of the account's trades of today at last prices. */
  dayResult(account: string): Promise<Decimal> {
    return this.market.dayResult(account, this.day().beganAt);
  }

  private effective({ account, exchange, symbol }: OrderIdentity): EffectiveLimits | undefined {
    const { limits } = this.book;
    return limits.isEmpty ? undefined : limits.effective(account, exchange, symbol);
  }

  private async check(
    effective: EffectiveLimits,
    order: OrderIdentity,
    { orderQty, price, stopPrice }: OrderTerms,
    request: CountedRequest,
  ): Promise<Refusal | null> {
    const { limits, scopes } = limitsFor(order, effective);
    const { exchange, symbol, account, ordType, orderId } = order;
    const link = targetLink(order);
    const terms = { orderQty, price, stopPrice };
    const [instrument, lastPrice] = await Promise.all([
      needsInstrument(limits) ? this.instruments.ofLink(link, exchange, symbol) : null,
      needsLastPrice(limits, terms) ? this.market.lastPrice(exchange, symbol) : null,
    ]);
    const day = this.day();
    const facts = { instrument, lastPrice, today: day.date };
    const refusal = checkOrder({ symbol, link, ordType, ...terms }, limits, facts);
    const expired = refusal ?? this.expired(order);
    if (expired) return expired;
    if (limits.maxDailyLoss) {
      const result = await this.market.dayResult(account, day.beganAt);
      if (result.lte(limits.maxDailyLoss.neg())) return dailyLoss(limits.maxDailyLoss);
    }
    const counted = counterLimits({ limits, scopes });
    if (Object.keys(counted).length === 0) return null;
    if (counted.maxExposure && referencePrice(terms, lastPrice) === null) {
      return refuse(RefusalCode.PriceUnknown);
    }
    const { value, ...counting } = request;
    return this.count({
      ...counting,
      ...{ orderId, account, exchange, lastPrice },
      symbol: canonicalSymbol(exchange, symbol),
      value: value(lastPrice),
      limits: counted,
    });
  }

  /** No limit: what cannot be dealt in any more is asked for by mistake alone. */
  private expired(name: InstrumentName): Refusal | null {
    return hasExpired(name, this.day().date) ? refuse(RefusalCode.InstrumentExpired) : null;
  }

  private async count(reservation: Reservation): Promise<Refusal | null> {
    const broken = await this.counters.reserve(reservation);
    if (!broken) return null;
    if (!isRecounted(broken)) return brokenRule(broken, reservation);
    // Orders may have closed since they were counted: nobody is refused for one of those.
    await this.counters.settle(reservation.account);
    const again = await this.counters.reserve(reservation);
    return again && brokenRule(again, reservation);
  }
}

interface CountedRequest extends Pick<Reservation, 'key' | 'seq' | 'content'> {
  value: (lastPrice: Decimal | null) => Decimal;
}

/** Freezing is what slices are for, and no slice is one more open order. */
function limitsFor(
  { slicing, parentOrderId }: OrderIdentity,
  { limits, scopes }: EffectiveLimits,
): EffectiveLimits {
  if (slicing) return { limits: without(limits, 'freezeQty'), scopes };
  return parentOrderId === null
    ? { limits, scopes }
    : { limits: without(limits, 'maxOpenOrders'), scopes };
}

function without(limits: SetLimits, rule: RiskRule): SetLimits {
  const { [rule]: _left, ...others } = limits;
  return others;
}

const isRecounted = (rule: CounterRule): boolean =>
  COUNTED_RULES.some((counted) => counted === rule);

function counterLimits({ limits, scopes }: EffectiveLimits): CounterLimits {
  const { maxOrdersPerSecond, repeatWindowMs, maxOpenOrders, maxExposure } = limits;
  return {
    ...(maxOrdersPerSecond !== undefined && {
      maxOrdersPerSecond: { most: maxOrdersPerSecond, scope: scopes.maxOrdersPerSecond! },
    }),
    ...(repeatWindowMs !== undefined && { repeatWindowMs: { most: repeatWindowMs } }),
    ...(maxOpenOrders !== undefined && {
      maxOpenOrders: { most: maxOpenOrders, scope: scopes.maxOpenOrders! },
    }),
    ...(maxExposure !== undefined && {
      maxExposure: { most: maxExposure, scope: scopes.maxExposure! },
    }),
  };
}

const brokenRule = (rule: CounterRule, { limits }: Reservation): Refusal =>
  atLimit(RISK_RULES[rule].code, limits[rule]!.most);

const dailyLoss = (most: Decimal): Refusal => atLimit(RefusalCode.DailyLossReached, most);

const atLimit = (code: RefusalCode, most: number | Decimal): Refusal =>
  refuse(
    code,
    `${REFUSAL_TEXT[code]}: the limit is ${typeof most === 'number' ? most : decimalText(most)}`,
  );

/** What makes two orders the same to whoever sent one twice by mistake. */
function contentOf(order: NewOrder): string {
  const { symbol, exchange, side, ordType, timeInForce, product, userId } = order;
  const amounts = [order.orderQty, order.price, order.stopPrice].map((each) =>
    each ? decimalText(each) : null,
  );
  return JSON.stringify([exchange, symbol, side, ordType, timeInForce, product, userId, amounts]);
}
