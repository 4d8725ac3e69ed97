import { decimal } from './decimal';
import {
  applyFill,
  averagePrice,
  carriedTo,
  dayRealizedPnl,
  NO_POSITION,
  type Position,
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
