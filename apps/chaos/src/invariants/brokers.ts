import type { Invariant } from './invariant';

/** The clients stay within the brokers' limits: no call was refused and no window overrun. */
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

/** Each order at a broker has the number that the broker gave it. */
export const numbersAgree: Invariant = {
  name: 'orders at brokers have their numbers',
  check: ({ ledger, views, unproved }) =>
    [...views.values()].flatMap(({ orderId, brokerOrderId }) => {
      const [order] = ledger.get(orderId) ?? [];
      if (order?.brokerOrderId === undefined || unproved.has(orderId)) return [];
      const text = `Its number is ${brokerOrderId}, at the broker ${order.brokerOrderId}`;
      return brokerOrderId === order.brokerOrderId ? [] : [{ orderId, text }];
    }),
};

/** No log line of the engine contains a secret. */
export const secretsKept: Invariant = {
  name: 'no secret is logged',
  check: ({ leaks }) => leaks.map((text) => ({ text })),
};
