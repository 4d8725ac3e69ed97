import { decimal } from './decimal';
import {
  applyFill,
  averagePrice,
  carriedTo,
  comparePlaces,
  dayRealizedPnl,
  dayTradesPnl,
  endPlace,
  NO_POSITION,
  type Place,
  type Position,
  type PositionFill,
  realizedPnl,
  unrealizedPnl,
} from './position';

/** `+10 @ 100` buys, `-4 @ 110` sells, `|` begins the next day. */
function position(script: string): Position {
  let day = 1;
  let seconds = 0;
  let result = NO_POSITION;
  for (const [, sign, quantity, price] of script.matchAll(/\||([+-])(\S+) @ (\S+)/g)) {
    if (!sign) {
      day += 1;
      continue;
    }
    seconds += 1;
    result = applyFill(result, {
      eventId: String(seconds).padStart(24, '0'),
      at: new Date(Date.UTC(2024, 0, day, 9, 0, seconds)),
      day: `2024-01-0${day}`,
      quantity: decimal(`${sign}${quantity}`),
      price: decimal(price),
    });
  }
  return result;
}

const shown = (of: Position) => ({
  net: of.netQty.toFixed(),
  avg: averagePrice(of)?.toFixed() ?? null,
  realized: realizedPnl(of).toFixed(),
  day: `${of.boughtQty.toFixed()} bought, ${of.soldQty.toFixed()} sold, ${dayRealizedPnl(of).toFixed()}`,
});

test.each<[string, string, string, string | null, string, string]>([
  ['nothing', '', '0', null, '0', '0 bought, 0 sold, 0'],
  ['a buy', '+10 @ 100', '10', '100', '0', '10 bought, 0 sold, 0'],
  ['a short sale', '-10 @ 100', '-10', '100', '0', '0 bought, 10 sold, 0'],
  ['adding averages', '+10 @ 100 +30 @ 120', '40', '115', '0', '40 bought, 0 sold, 0'],
  ['closing a part', '+10 @ 100 -4 @ 110', '6', '100', '40', '10 bought, 4 sold, 40'],
  ['covering a part', '-10 @ 100 +4 @ 110', '-6', '100', '-40', '4 bought, 10 sold, -40'],
  ['closing all', '+3 @ 100 +3 @ 101 -6 @ 101', '0', null, '3', '6 bought, 6 sold, 3'],
  ['crossing zero', '+10 @ 100 -15 @ 90', '-5', '90', '-100', '10 bought, 15 sold, -100'],
  ['crossing up', '-10 @ 100 +15 @ 90', '5', '90', '100', '15 bought, 10 sold, 100'],
  ['the next day', '+10 @ 100 -2 @ 105 | -3 @ 110', '5', '100', '40', '0 bought, 3 sold, 30'],
  ['thirds, and flat again', '+3 @ 1 -1 @ 2 -1 @ 2 -1 @ 2', '0', null, '3', '3 bought, 3 sold, 3'],
  ['negative prices', '+2 @ -5 -2 @ -3', '0', null, '4', '2 bought, 2 sold, 4'],
])('%s', (_, script, net, avg, realized, day) => {
  expect(shown(position(script))).toEqual({ net, avg, realized, day });
});

test('an open position is valued at the last price', () => {
  expect(unrealizedPnl(position('+10 @ 100 -4 @ 110'), decimal('101.5')).toFixed()).toBe('9');
  expect(unrealizedPnl(position('-10 @ 100'), decimal('101.5')).toFixed()).toBe('-15');
  expect(unrealizedPnl(NO_POSITION, decimal('101.5')).toFixed()).toBe('0');
});

test('a position carried to a later day has no trades on that day', () => {
  const carried = carriedTo(position('+10 @ 100 -4 @ 110'), '2024-01-05');
  expect(shown(carried)).toEqual({
    net: '6',
    avg: '100',
    realized: '40',
    day: '0 bought, 0 sold, 0',
  });
  expect(carriedTo(carried, '2024-01-03')).toBe(carried);
  expect(carriedTo(NO_POSITION, '2024-01-03')).toBe(NO_POSITION);
});

const place = (second: number, event: number): Place => ({
  at: new Date(Date.UTC(2024, 0, 2, 9, 0, second)),
  eventId: String(event).padStart(24, '0'),
});
const fillAt = (at: Place, quantity: number, price: number): PositionFill => ({
  ...at,
  day: '2024-01-02',
  quantity: decimal(quantity),
  price: decimal(price),
});

test.each([
  ['the earlier first', place(1, 9), place(2, 3), -1_000],
  ['the later last', place(2, 3), place(1, 9), 1_000],
  ['at one instant by the event', place(1, 3), place(1, 9), -1],
  ['at one instant by the event, the other way', place(1, 9), place(1, 3), 1],
  ['the same', place(1, 3), place(1, 3), 0],
])('executions are in order: %s', (_, one, other, compared) => {
  expect(comparePlaces(one, other)).toBe(compared);
});

test('an execution in doubt counts, but its price is no mark', () => {
  const doubted = { ...fillAt(place(1, 1), 10, 1), doubted: true as const };
  const first = applyFill(NO_POSITION, doubted);
  expect(first).toMatchObject({ netQty: decimal(10), first: null, last: null });
  expect(endPlace(first)).toEqual(place(1, 1));

  const sound = applyFill(first, fillAt(place(2, 2), 5, 100));
  const mark = { ...place(2, 2), price: decimal(100) };
  expect(sound).toMatchObject({ first: mark, last: mark });
  expect(sound.end).toBeUndefined();
  expect(endPlace(sound)).toMatchObject(place(2, 2));

  const again = applyFill(sound, { ...doubted, ...place(3, 3) });
  expect(again).toMatchObject({ first: mark, last: mark, end: place(3, 3) });
  expect(endPlace(NO_POSITION)).toBeNull();
});

describe('a quantity that moves between products', () => {
  const moved = (held: number, quantity: number, movedCost: number, day = '2024-01-02') => {
    const before = applyFill(NO_POSITION, fillAt(place(1, 1), held, 100));
    const move = { ...fillAt(place(2, 2), quantity, 0), day, movedCost: decimal(movedCost) };
    return applyFill(before, move);
  };

  test.each([
    ['adds its cost', 10, 5, 550, '15', '1550'],
    ['takes its cost away', 10, -4, -400, '6', '600'],
    ['closes', 10, -10, -1_000, '0', '0'],
    ['of a short position', -10, 4, 400, '-6', '-600'],
  ])('%s', (_, held, quantity, cost, netQty, left) => {
    const position = moved(held, quantity, cost);
    expect([position.netQty.toFixed(), position.cost.toFixed()]).toEqual([netQty, left]);
    expect(position.spent.toFixed()).toBe(decimal(held).times(100).plus(cost).toFixed());
    expect(endPlace(position)).toEqual(place(2, 2));
    expect(position.last).toMatchObject(place(1, 1));
  });

  test('is no trade of its day', () => {
    const position = moved(10, 5, 550, '2024-01-03');
    expect(shown(position).day).toBe('0 bought, 0 sold, 0');
    expect(position).toMatchObject({ day: '2024-01-03', first: null });
  });
});

test('the trades of the day are valued without what was carried over', () => {
  const held = position('+10 @ 100 | +4 @ 110 -1 @ 120');
  expect(dayTradesPnl(held, decimal(130))?.toFixed()).toBe('70');
  expect(dayTradesPnl(carriedTo(held, '2024-01-05'), decimal(130))?.toFixed()).toBe('0');
  const { opening: _opening, ...ofEarlierVersions } = held;
  expect(dayTradesPnl(ofEarlierVersions, decimal(130))).toBeNull();
});
