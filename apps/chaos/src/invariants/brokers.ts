import type { Invariant } from './invariant';

/** The clients keep within what the brokers allow: neither calls were refused nor windows overrun. */
export const limitsKept: Invariant = {
  name: 'no limit of a broker was exceeded',
  check: ({ limitsExceeded, limits }) => [
    ...(limitsExceeded === 0 ? [] : [{ text: `${limitsExceeded} calls were beyond a limit` }]),
    ...limits
      .filter(({ highest, limit }) => highest > limit)
      .map(({ broker, window, highest, limit }) => ({
        text: `${broker} ${window} had ${highest} calls, and allows ${limit}`,
      })),
  ],
};

/** Each order at a broker goes by the number that the broker gave it. */
export const numbersAgree: Invariant = {
  name: 'orders at brokers are known by their numbers',
  check: ({ ledger, views, unproved }) =>
    [...views.values()].flatMap(({ orderId, brokerOrderId }) => {
      const [order] = ledger.get(orderId) ?? [];
      if (order?.brokerOrderId === undefined || unproved.has(orderId)) return [];
      const text = `Its number is ${brokerOrderId}, there ${order.brokerOrderId}`;
      return brokerOrderId === order.brokerOrderId ? [] : [{ orderId, text }];
    }),
};

/** Whatever the engine logs, no secret is in it. */
export const secretsKept: Invariant = {
  name: 'no secret is logged',
  check: ({ leaks }) => leaks.map((text) => ({ text })),
};
