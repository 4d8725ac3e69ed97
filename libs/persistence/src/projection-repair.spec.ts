import { MongoProjectionRepair } from './projection-repair';

test('checks that lag too far make the feed consumer wait', () => {
  const neverAsked = {} as never;
  const check = new MongoProjectionRepair(neverAsked, neverAsked, neverAsked);
  const many = Array.from({ length: 100_000 }, (_, index) => ({
    orderId: String(index),
    version: 1,
    fills: [],
    changesAllFills: false,
  }));
  check.expect(many);
  expect(() => check.expect(many.slice(0, 1))).toThrow('Too many projections wait');
});
