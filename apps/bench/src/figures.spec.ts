import { atLeast, atMost, inRounds, tableOf } from './figures';
import { percentile, roundsOf } from './load';

test('figures are a table, with a verdict where there is an aim', () => {
  const figures = [
    { what: 'orders', value: '12/s', aim: { text: '≥ 10/s', isMet: true } },
    { what: 'documents', value: '13.2', aim: { text: '≤ 10', isMet: false } },
    { what: 'yardstick', value: '30/s' },
  ];
  expect(tableOf(figures)).toEqual([
    '| what      | measured | aim    |        |',
    '| --------- | -------- | ------ | ------ |',
    '| orders    | 12/s     | ≥ 10/s | met    |',
    '| documents | 13.2     | ≤ 10   | missed |',
    '| yardstick | 30/s     |        |        |',
  ]);
});

test('rounds are their medians, with the spread of the rates', () => {
  const round = (perSecond: number, p99Ms: number) => ({ perSecond, p50Ms: 1, p99Ms, failed: 1 });
  const rounds = roundsOf([round(10, 5), round(30, 9), round(20, 7)]);
  expect(rounds).toMatchObject({ perSecond: 20, slowest: 10, fastest: 30, p99Ms: 7, failed: 3 });
  expect(inRounds('orders', rounds).value).toBe('20/s (10 to 30), p50 1.0 ms, p99 7.0 ms');
});

test('a percentile lies between the two values next to it', () => {
  expect([0, 0.5, 0.75, 1].map((share) => percentile([4, 2, 1, 3], share))).toEqual([
    1, 2.5, 3.25, 4,
  ]);
});

test('an aim is met on its own side, and at it', () => {
  const met = (figure: { aim?: { isMet: boolean } }) => figure.aim?.isMet;
  expect([atLeast('a', 3, 3), atLeast('a', 2.9, 3)].map(met)).toEqual([true, false]);
  expect([atMost('a', 0.5, 0.5), atMost('a', 0.6, 0.5)].map(met)).toEqual([true, false]);
});
