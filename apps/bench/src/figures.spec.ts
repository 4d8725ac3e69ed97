import { tableOf } from './figures';

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
