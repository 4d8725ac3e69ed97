import type { FillView } from '@ome/contracts';
import { NEWEST, newestOf } from './newest-fills';

const fill = (execId: string, second: number, state = 'live'): FillView =>
  ({
    orderId: 'o1',
    execId,
    state,
    at: new Date(Date.UTC(2026, 10, 20) + second * 1_000).toISOString(),
  }) as FillView;

const ids = (fills: FillView[]) => fills.map(({ execId }) => execId);

test('fills from the feed are merged with loaded ones, newest first', () => {
  expect(ids(newestOf([fill('b', 2), fill('a', 1)], [fill('d', 4), fill('c', 3)]))).toEqual([
    ...['d', 'c', 'b', 'a'],
  ]);
});

test('a fill from the feed that was busted since is shown as busted, once', () => {
  const busted = fill('a', 1, 'busted');
  expect(newestOf([busted], [fill('a', 1)])).toEqual([busted]);
});

test('old fills from the feed do not displace newer ones', () => {
  const asked = Array.from({ length: NEWEST }, (_, index) => fill(`n${index}`, 5_000 - index));
  expect(newestOf(asked, [fill('old', 1)])).toEqual(asked);
});
