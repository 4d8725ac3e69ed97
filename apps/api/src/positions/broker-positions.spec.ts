import { decimal, EVERYTHING, ZERO } from '@ome/domain';
import {
  type AccountFilter,
  type BrokerLink,
  BrokerNets,
  Brokers,
  InstrumentNames,
  NetPositions,
} from '@ome/engine';
import { BrokerFault } from '@ome/execution-links';
import { net } from '../../../../libs/engine/src/testing/broker-rows';
import { BrokerPositions } from './broker-positions';

const row = (symbol: string, netQty: number, product: string | null = null) => ({
  ours: net(netQty, { symbol, product }),
  broker: {},
});

const session = (
  name: string,
  code: string,
  accounts: string[] | null,
  positions: () => Promise<ReturnType<typeof row>[]>,
) =>
  ({
    name,
    session: code,
    route: `${name}-${code}`,
    accounts,
    positions: async () => ({ rows: await positions(), unreadable: [] }),
  }) as unknown as BrokerLink;

class FixedNets extends NetPositions {
  netsOf(link: string, accounts: AccountFilter) {
    const isFirst = 'in' in accounts && accounts.in.includes('42');
    if (link !== 'flattrade' || !isFirst) return Promise.resolve([]);
    return Promise.resolve([
      { exchange: 'NSE', symbol: 'ACME', product: null, netQty: decimal(10), carried: ZERO },
      { exchange: 'NSE', symbol: 'OURS', product: 'MIS', netQty: decimal(-3), carried: ZERO },
    ]);
  }
}

const brokers = new Brokers([
  // Several products of one symbol.
  session('flattrade', 'FT1', ['42', '43'], () =>
    Promise.resolve([row('ACME', 4), row('ACME', 5), row('ACME', 1, 'MIS'), row('THEIRS', 2)]),
  ),
  session('flattrade', 'FT2', null, () => Promise.resolve([])),
  session('breeze', 'B1', null, () =>
    Promise.reject(new BrokerFault('reauthenticate', 'Log in first')),
  ),
]);
let nowMs = Date.parse('2026-11-26T04:00:00Z');
const clock = { now: () => new Date(nowMs) };
const over = (all: Brokers) =>
  new BrokerPositions(
    all,
    new BrokerNets(all, new FixedNets(), clock, () => '2026-11-26'),
    new InstrumentNames({ find: async () => null, named: async () => [] }),
    clock,
  );
const positions = over(brokers);

test('each session of the account shows both quantities and the difference', async () => {
  const [flattrade, breeze, ...others] = await positions.forAccounts(EVERYTHING, { account: '42' });
  expect(others).toEqual([]);
  expect(flattrade).toMatchObject({ link: 'flattrade', session: 'FT1', fault: null });
  expect(
    flattrade.items.map(({ symbol, product, netQty, brokerNetQty, difference }) =>
      [symbol, product, netQty, brokerNetQty, difference].join(' '),
    ),
  ).toEqual(['ACME CNC 10 9 -1', 'OURS MIS -3 0 3', 'ACME MIS 0 1 1', 'THEIRS CNC 0 2 2']);
  expect(breeze).toEqual({ link: 'breeze', session: 'B1', fault: 'Log in first', items: [] });
});

test('an account that no session names is of the session for all others', async () => {
  const found = await positions.forAccounts(EVERYTHING, { account: '7', link: 'flattrade' });
  expect(found.map(({ session: code }) => code)).toEqual(['FT2']);
});

test('all sessions, for one symbol', async () => {
  const found = await positions.forAccounts(EVERYTHING, { symbol: 'OURS', exchange: 'NSE' });
  expect(found.map(({ session: code, items }) => [code, items.length])).toEqual([
    ['FT1', 1],
    ['FT2', 0],
    ['B1', 0],
  ]);
});

test('frequent requests cost few calls of the session, and an error is not cached', async () => {
  let calls = 0;
  const read = jest.fn(() => {
    calls += 1;
    return calls === 1
      ? Promise.reject(new BrokerFault('retryLater', 'Busy'))
      : Promise.resolve([]);
  });
  const asked = over(new Brokers([session('flattrade', 'FT1', null, read)]));
  expect(await asked.forAccounts(EVERYTHING, {})).toMatchObject([{ fault: 'Busy' }]);
  await Promise.all([
    asked.forAccounts(EVERYTHING, {}),
    asked.forAccounts(EVERYTHING, { symbol: 'ACME' }),
  ]);
  expect(await asked.forAccounts(EVERYTHING, {})).toMatchObject([{ fault: null }]);
  expect(read).toHaveBeenCalledTimes(2);
  nowMs += 2_000;
  await asked.forAccounts(EVERYTHING, {});
  expect(read).toHaveBeenCalledTimes(3);
});
