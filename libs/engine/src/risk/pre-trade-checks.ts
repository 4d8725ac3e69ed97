import {
  canonicalSymbol,
  checkOrder,
  type Command,
  Decimal,
  decimalText,
  type EffectiveLimits,
  hasExpired,
  type InstrumentName,
  isRefusal,
  type KillSwitch,
  KillSwitchMode,
  limitsExposure,
  limitsOfLowering,
  limitsOfReducing,
  needsInstrument,
  needsLastPrice,
  type NewOrder,
  type Order,
  type OrderIdentity,
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
  stopRefusal,
  termsBefore,
} from '@ome/domain';
import { targetLink } from '../execution-links';
import type { Instruments } from '../instruments';
import {
  type CheckedRequest,
  newRequest,
  reducerOf,
  replaceRequest,
  type Sending,
  sentRequest,
} from './checked-request';
import { type LinkPolicies, refusedByPolicy } from './link-policies';
import type { Permit, LeasedRiskSettings } from './leased-risk-settings';
import {
  COUNTED_RULES,
  type CounterLimits,
  type CounterRule,
  type MarketDay,
  NOT_REDUCING,
  type ReducingClaim,
  type Reservation,
  type RiskCounters,
  type RiskMarket,
} from './risk-ports';

type Verdict = Refusal | null | Promise<Refusal | null>;

/** The result of checking a command, and whether it still holds when it is about to be written. */
export interface Judgement {
  refusal: Refusal | null;
  stands: () => boolean;
}

/** A check this recent is not repeated before sending, under the same settings. */
const JUST_CHECKED_MS = 1_000;
/** Longer than it takes until settings are the same in all processes. */
const SETTLED_MS = 10_000;
const NO_LIMITS: EffectiveLimits = { limits: {}, scopes: {} };
/** Orders that race for one position may each have to compute again. */
const REDUCING_ATTEMPTS = 8;

/**
 * The checks of every new order and replace before it is journalled. Without settings for an
 * account the answer is synchronous: no promise, no read.
 */
export class PreTradeChecks {
  constructor(
    private readonly settings: LeasedRiskSettings,
    private readonly counters: RiskCounters,
    private readonly market: RiskMarket,
    private readonly instruments: Instruments,
    private readonly day: () => MarketDay,
    private readonly policies: LinkPolicies = {},
  ) {}

  /** Taken before anything is checked, and released when the request is decided. */
  permit(): Permit | Promise<Permit> {
    return this.settings.permit();
  }

  newOrder(order: NewOrder): Verdict {
    const untaken = refusedByPolicy(this.policies, order);
    if (untaken) return untaken;
    const stop = stoppedBy(this.settings.switches, order);
    // A slice was checked and counted with its parent; a switch may be newer.
    const effective = order.parentOrderId === null ? this.effective(order) : undefined;
    return this.judge(stop, effective, newRequest(order));
  }

  /** How an order is to be sliced; null if the exchange accepts it whole. */
  async slicing({ link, exchange, symbol, orderQty }: NewOrder): Promise<Slicing | Refusal | null> {
    const rules = await this.instruments.forLink(link, exchange, symbol);
    const quantity = sliceQuantity(orderQty, rules);
    return quantity === null || isRefusal(quantity) ? quantity : { link, quantity };
  }

  /** @param key the same for every attempt at the request */
  replace(order: Order, request: ReplaceRequested, key: string): Verdict {
    const raises = raisesExposure(order, projectedTerms(order), request);
    const stop = raises ? stoppedBy(this.settings.switches, order) : null;
    const effective = this.effective(order);
    const lowered = effective && { ...effective, limits: limitsOfLowering(effective.limits) };
    return this.judge(stop, raises ? effective : lowered, replaceRequest(order, request, key));
  }

  /**
   * Checks a new order or replace again before it is sent: it may have waited, and settings may
   * have changed since entry.
   *
   * @throws StoreUnavailable: what cannot be checked is not sent
   */
  async beforeSend(order: Order, command: Command, now: Date): Promise<Judgement> {
    await this.settings.ensureCurrent();
    const stands = this.settings.standing();
    const raises =
      !command.terms || raisesExposure(order, termsBefore(order, command), command.terms);
    if (!raises) return { refusal: this.expired(order), stands };
    const stop = stoppedBy(this.settings.switches, order);
    const waitedMs = now.getTime() - command.requestedAt.getTime();
    const settingsChanged = this.settings.unchangedMs <= waitedMs + SETTLED_MS;
    const isJustChecked = waitedMs < JUST_CHECKED_MS && !settingsChanged;
    const effective = isJustChecked ? undefined : this.effective(order);
    const request = sentRequest(order, command, settingsChanged);
    return { refusal: await this.judge(stop, effective, request), stands };
  }

  /**
   * Whether a request only reduces a position, of which it then holds the part that it closes.
   */
  async onlyReduces(request: CheckedRequest): Promise<boolean> {
    return (await this.judgeReducing(NO_LIMITS, request)) === null;
  }

  /** Ends what requests of one account hold of positions, as they are not made now. */
  giveBack(requests: readonly CheckedRequest[]): Promise<void> {
    const [first] = requests;
    const orderIds = requests.map(({ order }) => order.orderId);
    return first ? this.counters.giveBack(first.order.account, orderIds) : Promise.resolve();
  }

  /** Whether a request could only reduce a position, beside what others hold; it holds nothing. */
  async mayReduce(request: CheckedRequest): Promise<boolean> {
    const { open, closable } = await this.counters.room(reducerOf(request.order));
    return request.takes(open).lte(closable);
  }

  /** Profit of the account's trades of today at last prices. */
  dayResult(account: string): Promise<Decimal> {
    return this.market.dayResult(account, this.day().beganAt);
  }

  private effective({ account, exchange, symbol }: OrderIdentity): EffectiveLimits | undefined {
    const { limits } = this.settings;
    return limits.isEmpty ? undefined : limits.effective(account, exchange, symbol);
  }

  private judge(
    stop: KillSwitch | null,
    effective: EffectiveLimits | undefined,
    request: CheckedRequest,
  ): Verdict {
    if (stop?.mode === KillSwitchMode.BlockAll) return stopRefusal(stop);
    if (!stop && !effective) return this.expired(request.order);
    return this.judgeOpening(stop, effective ?? NO_LIMITS, request);
  }

  private async judgeOpening(
    stop: KillSwitch | null,
    effective: EffectiveLimits,
    request: CheckedRequest,
  ): Promise<Refusal | null> {
    const refusal = stop ? stopRefusal(stop) : await this.check(effective, request, null);
    if (!refusal || refusal === NOT_REDUCING || !limitsExposure(refusal.refused)) {
      return refusal as Refusal | null;
    }
    const limits = limitsOfReducing(effective.limits);
    const verdict = await this.judgeReducing({ ...effective, limits }, request);
    return verdict === NOT_REDUCING ? refusal : verdict;
  }

  /**
   * Exact even if several orders race for one position: each reserves the quantity that it reduces.
   */
  private async judgeReducing(
    effective: EffectiveLimits,
    request: CheckedRequest,
  ): Promise<Refusal | typeof NOT_REDUCING | null> {
    const reducer = reducerOf(request.order);
    let isSettled = false;
    for (let attempt = 0; attempt < REDUCING_ATTEMPTS; attempt += 1) {
      const { open, closable, left, releases } = await this.counters.room(reducer);
      const quantity = request.takes(open);
      if (quantity.gt(left)) {
        if (isSettled || quantity.gt(closable)) return NOT_REDUCING;
        // Reservations that others no longer need must not block this order.
        await this.counters.settle(reducer.account);
        isSettled = true;
        continue;
      }
      const claim = { reducer, quantity, closable, releases };
      const verdict = await this.check(effective, request, claim);
      if (verdict !== NOT_REDUCING) return verdict;
    }
    return NOT_REDUCING;
  }

  private async check(
    effective: EffectiveLimits,
    request: CheckedRequest,
    reducing: ReducingClaim | null,
  ): Promise<Refusal | typeof NOT_REDUCING | null> {
    const { order, terms: asked, value, key, seq, content } = request;
    const { orderQty, price, stopPrice } = asked;
    const { limits, scopes } = limitsFor(order, effective);
    const { exchange, symbol, account, ordType, orderId } = order;
    const link = targetLink(order);
    const terms = { orderQty, price, stopPrice };
    const [instrument, lastPrice] = await Promise.all([
      needsInstrument(limits) ? this.instruments.forLink(link, exchange, symbol) : null,
      needsLastPrice(limits, terms) ? this.market.lastPrice(exchange, symbol) : null,
    ]);
    const day = this.day();
    const { minSymbolLength = 0 } = this.policies[link] ?? {};
    const facts = { instrument, lastPrice, today: day.date, minSymbolLength };
    const refusal = checkOrder({ symbol, ordType, ...terms }, limits, facts);
    const expired = refusal ?? this.expired(order);
    if (expired) return expired;
    if (limits.maxDailyLoss) {
      const result = await this.market.dayResult(account, day.beganAt);
      if (result.lte(limits.maxDailyLoss.neg())) return dailyLoss(limits.maxDailyLoss);
    }
    const counted = counterLimits({ limits, scopes });
    if (Object.keys(counted).length === 0 && !reducing) return null;
    if (counted.maxExposure && !reducing && referencePrice(terms, lastPrice) === null) {
      return refuse(RefusalCode.PriceUnknown);
    }
    const reservation = {
      key,
      seq,
      content,
      orderId,
      account,
      exchange,
      lastPrice,
      reducing,
      symbol: canonicalSymbol(exchange, symbol),
      value: value(lastPrice),
      limits: counted,
    };
    return request.sending
      ? this.recount(reservation, order, request.sending)
      : this.count(reservation);
  }

  /** The count on entry holds; it is checked again only if limits changed. */
  private async recount(
    reservation: Reservation,
    { orderId, parentOrderId }: OrderIdentity,
    { kind, settingsChanged }: Sending,
  ): Promise<Refusal | typeof NOT_REDUCING | null> {
    // The part of a position that it reduces must still be there.
    if (reservation.reducing) return this.count({ ...reservation, limits: {} });
    const { maxOpenOrders, maxExposure } = reservation.limits;
    const limits = {
      ...(maxOpenOrders && kind === 'new' && { maxOpenOrders }),
      ...(maxExposure && { maxExposure }),
    };
    if (!settingsChanged || Object.keys(limits).length === 0) return null;
    const counted = { ...reservation, limits, orderId: parentOrderId ?? orderId };
    if (!(await this.counters.recheck(counted, false))) return null;
    await this.counters.settle(counted.account);
    const isLastChance = kind === 'new' && parentOrderId === null;
    const broken = await this.counters.recheck(counted, isLastChance);
    return broken && brokenRule(broken, counted);
  }

  /** Not a limit: an order for an expired instrument can only be a mistake. */
  private expired(name: InstrumentName): Refusal | null {
    return hasExpired(name, this.day().date) ? refuse(RefusalCode.InstrumentExpired) : null;
  }

  private async count(reservation: Reservation): Promise<Refusal | typeof NOT_REDUCING | null> {
    const broken = await this.counters.reserve(reservation);
    if (!broken || broken === NOT_REDUCING) return broken;
    if (!isRecounted(broken)) return brokenRule(broken, reservation);
    // Orders may have closed since they were counted: they must not cause a refusal.
    await this.counters.settle(reservation.account);
    const again = await this.counters.reserve(reservation);
    return again === null || again === NOT_REDUCING ? again : brokenRule(again, reservation);
  }
}

/** Slices exist to stay within the freeze quantity, and a slice is not another open order. */
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
