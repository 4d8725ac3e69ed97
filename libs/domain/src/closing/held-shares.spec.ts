import { decimal, ZERO } from '../decimal';
import { type DeliveryNet, heldBeside, type HeldShares } from './held-shares';

type Quantities<T> = Partial<Record<keyof T, number>>;

const INFY = { exchange: 'NSE', symbol: 'INFY' };
const AT_BSE = { exchange: 'BSE', symbol: 'INFY' };

const amounts = <T>(given: Quantities<T>) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, decimal(Number(value))]));

const net = (given: Quantities<DeliveryNet>, name = INFY): DeliveryNet => ({
  ...name,
  carried: ZERO,
  theirs: ZERO,
  carriedThere: ZERO,
  soldToday: ZERO,
  ...amounts(given),
});

const shares = (given: Quantities<HeldShares>): HeldShares => ({
  names: [INFY, AT_BSE],
  owned: decimal(given.free ?? 0),
  free: ZERO,
  used: ZERO,
  arriving: ZERO,
  ...amounts(given),
});

describe('what the holdings of a broker have of a carried position', () => {
  test.each<[string, Quantities<DeliveryNet>, Quantities<HeldShares>, number, number]>([
    ['all of it', { carried: 10 }, { free: 10 }, 10, 10],
    ['more, which is the client’s own', { carried: 10 }, { free: 1_000 }, 10, 10],
    ['less', { carried: 10 }, { free: 4 }, 4, 4],
    ['nothing', { carried: 10 }, {}, 0, 0],
    ['nothing was carried', { carried: 0, theirs: 5 }, { free: 10 }, 0, 0],
    ['pledged', { carried: 10 }, { owned: 10 }, 0, 10],
    ['a part is pledged', { carried: 10 }, { owned: 10, free: 6 }, 6, 10],
    // Sold today: -4 in the position book, once.
    ['sold, and used says so', { ...sold(4) }, { free: 10, used: 4 }, 10, 10],
    ['sold, and used does not', { ...sold(4) }, { free: 10 }, 10, 10],
    ['sold, and reduced already', { ...sold(4) }, { free: 6, owned: 6 }, 6, 10],
    ['sold 4, and 3 are blocked by orders', { ...sold(4) }, { free: 10, used: 7 }, 7, 10],
    ['used, and not in the position book', { carried: 10 }, { free: 10, used: 4 }, 6, 10],
    // Bought and sold today, of which `used` knows the sale.
    ['traded', { carried: 10, theirs: 2, soldToday: 3 }, { free: 10, used: 3 }, 10, 10],
    ['in the position book too', { carried: 10, theirs: 10, carriedThere: 10 }, { free: 10 }, 0, 0],
    ['on its way', { carried: 10 }, { arriving: 10 }, 10, 10],
    ['on its way, maybe with today’s', { carried: 10, theirs: 4 }, { arriving: 10 }, 6, 10],
  ])('%s', (_title, carried, held, atLeast, atMost) => {
    const found = heldBeside(net(carried), [], [shares(held)]);
    expect([found.atLeast.toNumber(), found.atMost.toNumber()]).toEqual([atLeast, atMost]);
  });

  test.each<[string, Quantities<DeliveryNet>, number]>([
    ['carried there', { carried: 4 }, 6],
    ['carried and sold there', { carried: 4, theirs: -4, soldToday: 4 }, 6],
    ['sold there, and never ours', { theirs: -10, soldToday: 10 }, 0],
  ])('is not there twice at two exchanges: %s', (_title, elsewhere, atLeast) => {
    const here = net({ carried: 10 });
    const found = heldBeside(here, [here, net(elsewhere, AT_BSE)], [shares({ free: 10 })]);
    expect(found.atLeast.toNumber()).toBe(atLeast);
  });

  test('of other instruments counts for nothing', () => {
    const other = { ...shares({ free: 10 }), names: [{ exchange: 'NSE', symbol: 'ITC' }] };
    expect(heldBeside(net({ carried: 10 }), [], [other]).atMost.toNumber()).toBe(0);
  });
});

function sold(quantity: number): Quantities<DeliveryNet> {
  return { carried: 10, theirs: -quantity, soldToday: quantity };
}
