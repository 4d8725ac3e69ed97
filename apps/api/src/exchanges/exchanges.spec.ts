import type { ExchangeView } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { TestApi } from '../testing/test-api';

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await api.stop();
});

async function exchangesAt(instant: string): Promise<ExchangeView[]> {
  jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(instant));
  const { status, body } = await api.get('/exchanges');
  expect(status).toBe(200);
  return body.items;
}

const markets = (items: ExchangeView[], exchange: string) =>
  items.filter((item) => item.exchange === exchange);

test('GET /exchanges returns the current phase of each market and what it permits', async () => {
  const items = await exchangesAt('2026-08-03T15:26:00+05:30');
  const [share, withDerivatives] = markets(items, 'NSE');
  expect(share).toMatchObject({
    hasDerivatives: false,
    state: 'open',
    isOpen: true,
    validUntil: '2026-12-31',
    phase: { phase: 'continuous', entry: 'all', marketOrdersChange: true },
    session: { day: '2026-08-03', closesAt: '2026-08-03T10:00:00.000Z' },
    lastSession: { day: '2026-07-31' },
  });
  expect(withDerivatives).toMatchObject({
    hasDerivatives: true,
    phase: { phase: 'closingAuctionLimitOnly', entry: 'limit', marketOrdersChange: false },
    session: { closesAt: '2026-08-03T10:05:00.000Z' },
  });
  expect(markets(items, 'MCX')).toMatchObject([{ phase: { phase: 'continuous' } }]);
});

test('returns the next session on a Sunday', async () => {
  const [share] = markets(await exchangesAt('2026-11-22T12:00:00+05:30'), 'NSE');
  expect(share).toMatchObject({
    state: 'closed',
    isOpen: false,
    phase: null,
    session: { day: '2026-11-23', opensAt: '2026-11-23T03:45:00.000Z' },
    lastSession: { day: '2026-11-20' },
  });
});

test('after its last day the calendar knows nothing', async () => {
  const [share] = markets(await exchangesAt('2027-01-04T12:00:00+05:30'), 'NSE');
  expect(share).toMatchObject({
    state: 'unknown',
    isOpen: false,
    session: null,
    lastSession: null,
  });
});
