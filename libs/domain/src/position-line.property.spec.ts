import fc from 'fast-check';
import { anAmount } from '../test/random-history';
import { Decimal, ZERO } from './decimal';
import {
  averagePrice,
  comparePlaces,
  endPlace,
  NO_POSITION,
  type Position,
  type PositionFill,
  realizedPnl,
} from './position';
import {
  beginningWith,
  checkpointBefore,
  EMPTY_LINE,
  endOf,
  enter,
  type FillState,
  PositionFold,
} from './position-line';
import { tries } from '../test/property-runs';

/** A change to one of a few dozen executions, whose times are fixed. */
const aStep = fc.record({
  execution: fc.nat(40),
  does: fc.constantFrom('trade', 'trade', 'trade', 'bust', 'correct'),
  quantity: anAmount,
  price: anAmount,
  /** Several changes may be seen at once. */
  seenLater: fc.boolean(),
  /** Or seen again. */
  again: fc.option(fc.nat(40), { freq: 4 }),
});
const aHistory = fc.record({
  /** Times of the executions: few, so that some coincide; over several days. */
  hours: fc.array(fc.nat(100), { minLength: 41, maxLength: 41 }),
  sells: fc.array(fc.boolean(), { minLength: 41, maxLength: 41 }),
  steps: fc.array(aStep, { maxLength: 120, size: 'max' }),
});
type History = typeof aHistory extends fc.Arbitrary<infer T> ? T : never;

/** The store as a position projector sees it: current executions, a line, daily closings. */
class TakenHistory {
  readonly executions = new Map<number, FillState>();
  line = EMPTY_LINE;
  position: Position = NO_POSITION;
  readonly closings = new Map<string, Position>();
  refolds = 0;
  /** How many executions were folded. */
  folded = 0;
  private unseen: FillState[] = [];

  constructor(private readonly history: History) {}

  take({ execution, does, quantity, price, seenLater, again }: History['steps'][number]): void {
    const known = this.executions.get(execution);
    if (does === 'trade' ? known : !known?.live) return;
    const fill =
      does === 'bust'
        ? { ...known!, live: false }
        : this.fill(
            execution,
            this.history.sells[execution] ? quantity.negated() : quantity,
            price,
          );
    this.executions.set(execution, fill);
    this.unseen.push(fill);
    const seenBefore = again === null ? undefined : this.executions.get(again);
    if (seenBefore) this.unseen.push(seenBefore);
    if (!seenLater) this.see();
  }

  /** What a projector does that keeps positions in a store. */
  see(): void {
    const states = this.unseen
      .splice(0)
      .map(({ eventId }) => this.executions.get(Number(eventId))!);
    const entered = enter(this.line, states);
    switch (entered.outcome) {
      case 'unchanged':
        return;
      case 'entered':
        return this.keep(entered.fold, entered.from, entered.gone);
      case 'late':
        return this.refold(entered.earliest, states);
    }
  }

  private refold(earliest: FillState, states: FillState[]): void {
    this.refolds += 1;
    const { day: from } = earliest;
    const end = [...states, ...(endOf(this.line) ? [endOf(this.line)!] : [])]
      .sort(comparePlaces)
      .at(-1)!;
    const before = [...this.closings.keys()]
      .filter((day) => day < from)
      .sort()
      .at(-1);
    const opening = before === undefined ? NO_POSITION : this.closings.get(before)!;
    const start = checkpointBefore(this.line, earliest) ?? beginningWith(opening);
    const fold = new PositionFold(start);
    const place = endPlace(start.base);
    const fills = this.live().filter(
      (fill) =>
        fill.day >= from &&
        (!place || comparePlaces(fill, place) > 0) &&
        comparePlaces(fill, end) <= 0,
    );
    this.folded += fills.length;
    for (const fill of fills) fold.push(fill);
    const gone = [...this.closings.keys()].filter((day) => day >= from && !fold.closings.has(day));
    this.keep(fold, from, gone);
  }

  private keep(fold: PositionFold, from: string, gone: string[]): void {
    this.line = fold.line;
    this.position = fold.position;
    for (const day of gone) this.closings.delete(day);
    for (const [day, closing] of fold.closings) if (day >= from) this.closings.set(day, closing);
  }

  live(): FillState[] {
    return [...this.executions.values()].filter(({ live }) => live).sort(comparePlaces);
  }

  private fill(execution: number, quantity: Decimal, price: Decimal): FillState {
    const hour = this.history.hours[execution];
    const at = new Date(Date.UTC(2024, 0, 1, hour));
    const eventId = String(execution).padStart(24, '0');
    return { eventId, at, day: at.toISOString().slice(0, 10), quantity, price, live: true };
  }
}

/** The average-cost method in its plain form: with an average price and a profit. */
function plainly(fills: readonly PositionFill[]) {
  let [net, average, realized] = [ZERO, ZERO, ZERO];
  for (const { quantity, price } of fills) {
    const closing = net.times(quantity).lt(0)
      ? Decimal.min(net.abs(), quantity.abs()).times(net.gt(0) ? 1 : -1)
      : ZERO;
    realized = realized.plus(closing.times(price.minus(average)));
    const after = net.plus(quantity);
    const opening = quantity.plus(closing);
    if (after.isZero()) average = ZERO;
    else if (!opening.isZero()) {
      const carried = net.minus(closing);
      average = carried.times(average).plus(opening.times(price)).div(after);
    }
    net = after;
  }
  return { net, average, realized };
}

const daysOf = ({ closings }: { closings: Map<string, Position> }) =>
  JSON.stringify([...closings].sort());

const closeTo = (one: Decimal, other: Decimal) =>
  one.minus(other).abs().lt('1e-20') || [one.toFixed(), other.toFixed()];

describe('positions from any interleaving of fills, busts and corrections', () => {
  test('equal a plain recomputation from the live executions', () => {
    fc.assert(
      fc.property(aHistory, (history) => {
        const taken = new TakenHistory(history);
        for (const step of history.steps) taken.take(step);
        taken.see();

        const fold = new PositionFold(beginningWith(NO_POSITION));
        for (const fill of taken.live()) fold.push(fill);
        expect(JSON.stringify(taken.position)).toBe(JSON.stringify(fold.position));
        expect(daysOf(taken)).toBe(daysOf(fold));

        const { net, average, realized } = plainly(taken.live());
        expect(taken.position.netQty.toFixed()).toBe(net.toFixed());
        expect(closeTo(averagePrice(taken.position) ?? ZERO, average)).toBe(true);
        expect(closeTo(realizedPnl(taken.position), realized)).toBe(true);
      }),
      tries(300),
    );
  });

  test('a flat position has realised exactly what it received less what it paid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ quantity: anAmount, price: anAmount, sells: fc.boolean() }), {
          minLength: 1,
          maxLength: 40,
        }),
        anAmount,
        (trades, price) => {
          const fold = new PositionFold(beginningWith(NO_POSITION));
          const push = (quantity: Decimal, at: Decimal, index: number): void =>
            fold.push({
              eventId: String(index).padStart(24, '0'),
              at: new Date(index),
              day: '2024-01-01',
              quantity,
              price: at,
            });
          trades.forEach((trade, index) =>
            push(trade.sells ? trade.quantity.negated() : trade.quantity, trade.price, index),
          );
          const { netQty, spent } = fold.position;
          if (!netQty.isZero()) push(netQty.negated(), price, trades.length);
          const got = netQty.times(price).minus(spent);
          expect(realizedPnl(fold.position).toFixed()).toBe(got.toFixed());
          expect(fold.position.cost.isZero()).toBe(true);
        },
      ),
    );
  });

  test('executions in order, however many, are never folded again', () => {
    const taken = new TakenHistory({
      hours: Array.from({ length: 41 }, (_, index) => index),
      sells: Array.from({ length: 41 }, (_, index) => index % 3 === 0),
      steps: [],
    });
    for (let execution = 0; execution <= 40; execution += 1) {
      const amounts = { quantity: new Decimal(execution + 1), price: new Decimal(100) };
      // The last few may arrive again, or a little late.
      const again = Math.max(0, execution - 5);
      taken.take({
        execution,
        does: 'trade',
        ...amounts,
        seenLater: execution % 2 === 0,
        again,
      });
    }
    expect(taken.refolds).toBe(0);
    expect(taken.line.tail).toHaveLength(16);
  });

  test('a late one is reached by folding a small multiple of the executions after it', () => {
    const COUNT = 4_000;
    const hours = Array.from({ length: COUNT }, (_, index) => index / COUNT);
    const taken = new TakenHistory({ hours, sells: hours.map(() => false), steps: [] });
    const trade = (execution: number): void =>
      taken.take({
        execution,
        does: 'trade',
        quantity: new Decimal(execution + 1),
        price: new Decimal(100),
        seenLater: false,
        again: null,
      });
    const late = new Set([3_900, 3_500, 2_000, 20]);
    for (let execution = 0; execution < COUNT; execution += 1) {
      if (!late.has(execution)) trade(execution);
    }
    expect(taken.line.checkpoints!.length).toBeLessThan(20);
    for (const execution of late) {
      taken.folded = 0;
      trade(execution);
      expect(taken.folded).toBeLessThan(4 * (COUNT - execution) + 16);
    }
    expect(taken.refolds).toBe(late.size);
    const fold = new PositionFold(beginningWith(NO_POSITION));
    for (const fill of taken.live()) fold.push(fill);
    expect(JSON.stringify(taken.position)).toBe(JSON.stringify(fold.position));
  });
});
