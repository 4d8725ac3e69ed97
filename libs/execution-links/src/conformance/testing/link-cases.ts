import { decimalText, type Order, Side } from '@ome/domain';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import type { ConformanceCase } from './describe-link';
import type { LinkHarness } from './link-harness';

type LinkCase = ConformanceCase<LinkHarness>;
type Variants = Readonly<Record<string, readonly [behaviour: string, more?: object]>>;

/** A case for each fault of the venue, which `meet` switches on. */
const each = (
  id: string,
  title: string,
  variants: Variants,
  run: (at: LinkHarness, meet: () => Promise<void>) => Promise<void>,
): LinkCase[] =>
  Object.entries(variants).map(([variant, [behaviour, more]]) => ({
    id: `${id}.${variant}`,
    title,
    run: (at) => run(at, () => at.venue.behaves(behaviour, more)),
  }));

const NEVER_ARRIVES: Variants = {
  lost: ['dropBeforeActing'],
  silence: ['noAnswer'],
  '500': ['error500'],
  '503': ['unavailable'],
  nonsense: ['nonsense'],
};

const NO_WORD_OF_IT: Variants = { lost: ['dropBeforeActing'], '500': ['error500'] };

const TOO_MANY_CALLS: Variants = {
  status: ['rateLimited'],
  'in-answer': ['rateLimited', { inAnswer: true }],
};

/** A broker is probed every five seconds while it is down. */
const BACK_WITHIN_MS = 10_000;

async function isPlacedOnce({ venue }: LinkHarness): Promise<void> {
  expect(await venue.orders()).toHaveLength(1);
}

async function arrives(at: LinkHarness, order: Order, symbol: string): Promise<void> {
  await at.resting(order);
  expect(await at.venue.orders()).toMatchObject([
    {
      symbol,
      exchange: order.exchange,
      side: order.side === Side.Buy ? '1' : '2',
      orderQty: decimalText(order.orderQty),
      price: decimalText(order.price!),
      ordStatus: '0',
    },
  ]);
}

/** What every execution link does, whatever venue is behind it. */
export const LINK_CASES: readonly LinkCase[] = [
  {
    id: 'L-01',
    title: 'gives its name, and is up',
    run: async ({ link, identity }) => {
      const { name, route, accounts, concurrency, newOrderMaxWaitMs } = link;
      expect({ name, route, accounts, concurrency, newOrderMaxWaitMs }).toEqual(identity);
      expect([link.isUp(), link.status.up, link.status.lastError]).toEqual([true, true, null]);
    },
  },
  {
    id: 'L-02',
    title: 'a tag has the form that the venue accepts, and is derived from the attempt alone',
    run: async (at) => {
      const order = at.option();
      for (const { command } of [at.placement(order), at.replace(order), at.cancel(order)]) {
        expect(at.link.tag(command, 1)).toMatch(at.tagForm);
        expect(at.link.tag({ ...command }, 1)).toBe(at.link.tag(command, 1));
      }
    },
  },
  {
    id: 'L-03',
    title: 'no two attempts have the same tag',
    run: async (at) => {
      const commands = Array.from({ length: 500 }, () => at.option().commands[0]);
      const tags = commands.flatMap((command) =>
        [1, 2, 3, 4].map((attempt) => at.link.tag(command, attempt)),
      );
      expect(new Set(tags).size).toBe(2_000);
    },
  },
  {
    id: 'L-04',
    title: 'a new order is accepted, placed exactly once, and found',
    run: async (at) => {
      const order = at.option();
      const { brokerOrderId } = await at.placed(order);
      await isPlacedOnce(at);
      const [{ orderId }] = await at.venue.orders();
      expect(orderId).toBe(brokerOrderId ?? at.link.tag(order.commands[0], 1));
      expect(await at.link.lookUp(at.placement(order))).toMatchObject({
        outcome: 'found',
        brokerOrderId,
      });
    },
  },
  {
    id: 'L-05.option',
    title: 'the fields of an order arrive',
    run: (at) => arrives(at, at.option(), at.venueSymbols.option),
  },
  {
    id: 'L-05.share',
    title: 'the fields of an order arrive',
    run: (at) => arrives(at, at.share(), at.venueSymbols.share),
  },
  {
    id: 'L-06',
    title: "a refusal in an ordinary answer is refused, in the venue's words",
    run: async (at) => {
      await at.venue.behaves('refuse', { comment: 'No money in the account' });
      expect(await at.send(at.placement())).toMatchObject({
        outcome: 'refused',
        text: expect.stringContaining('No money in the account'),
      });
      expect(await at.venue.orders()).toEqual([]);
    },
  },
  {
    id: 'L-07',
    title: 'placed, and the answer lost: in doubt, found, and never placed twice',
    run: async (at) => {
      await at.venue.behaves('dropAfterActing', { then: 'rest' });
      const request = at.placement();
      expect(await at.send(request)).toMatchObject({ outcome: 'unknown' });
      const found = await at.link.lookUp(request);
      await isPlacedOnce(at);
      const [{ orderId }] = await at.venue.orders();
      const brokerOrderId = at.givesNumbers ? orderId : null;
      expect(found).toMatchObject({ outcome: 'found', brokerOrderId });
    },
  },
  ...each(
    'L-08',
    'never placed, without an answer: in doubt, sent once, and absent as far as can be proved',
    NEVER_ARRIVES,
    async (at, meet) => {
      await meet();
      const request = at.placement();
      expect(await at.send(request)).toMatchObject({ outcome: 'unknown' });
      expect(await at.link.lookUp(request)).toMatchObject({ outcome: at.neverArrived });
      expect(await at.venue.requests()).toHaveLength(1);
    },
  ),
  {
    id: 'L-09',
    title: 'after proven absence another attempt places the order, once',
    run: async (at) => {
      const order = at.option();
      await at.venue.behaves('dropBeforeActing');
      await at.send(at.placement(order));
      expect(await at.link.lookUp(at.placement(order))).toEqual({ outcome: 'absent' });
      await at.venue.behaves('rest');
      expect(await at.send(at.placement(order, 2))).toMatchObject({ outcome: 'accepted' });
      await isPlacedOnce(at);
    },
  },
  ...(['missing', 'error'] as const).map((answer): LinkCase => ({
    id: `L-10.${answer}`,
    title: 'a look-up that fails proves nothing',
    run: async (at) => {
      await at.venue.behaves('dropAfterActing');
      const request = at.placement();
      await at.send(request);
      await at.venue.answersLookUps(answer);
      expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'unanswered' });
    },
  })),
  {
    id: 'L-11',
    title: 'cut off during an order: in doubt, and the look-up fails',
    run: async (at) => {
      await at.venue.behaves('noAnswer');
      const request = at.placement();
      const sending = at.send(request);
      await eventually(async () => expect(await at.venue.requests()).toHaveLength(1));
      await at.venue.goDown();
      expect(await sending).toMatchObject({ outcome: 'unknown' });
      expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'unanswered' });
    },
  },
  ...each(
    'L-12',
    'too many calls: not sent, and no other effect',
    TOO_MANY_CALLS,
    async (at, meet) => {
      await meet();
      const order = at.option();
      expect(await at.send(at.placement(order))).toMatchObject({ outcome: 'notSent' });
      expect(at.link.isUp()).toBe(true);
      await at.resting(order);
      await isPlacedOnce(at);
    },
  ),
  {
    id: 'L-13',
    title: 'venue unreachable: not sent, and down until it is reachable again',
    run: async (at) => {
      const order = at.option();
      await at.venue.goDown();
      expect(await at.send(at.placement(order))).toMatchObject({ outcome: 'notSent' });
      expect([at.link.isUp(), at.link.status.up]).toEqual([false, false]);
      // A session learns first that it was cut off.
      await eventually(() => expect(at.link.status.lastError).toContain('ECONNREFUSED'));
      await at.venue.comeBack();
      await eventually(() => expect(at.link.isUp()).toBe(true), BACK_WITHIN_MS);
      await at.placed(order);
      await isPlacedOnce(at);
    },
  },
  {
    id: 'L-14',
    title: 'past its send-by time, or called off, no byte of it reaches the venue',
    run: async (at) => {
      const order = await at.resting();
      for (const request of [at.placement(), at.replace(order), at.cancel(order)]) {
        const late = { ...request, sendBy: new Date(Date.now() - 1) };
        expect(await at.send(late)).toMatchObject({ outcome: 'notSent' });
        const calledOff = { ...request, isStillAllowed: () => false };
        expect(await at.send(calledOff)).toMatchObject({ outcome: 'notSent' });
      }
      expect(await at.venue.requests()).toHaveLength(1);
      expect(await at.venue.malformed()).toEqual([]);
      expect(at.link.isUp()).toBe(true);
    },
  },
  {
    id: 'L-15',
    title: 'a replace is accepted, arrives, and is found',
    run: async (at) => {
      const order = await at.resting();
      const replace = at.replace(order);
      expect(await at.link.lookUp(replace)).toEqual({ outcome: 'absent' });
      expect(await at.send(replace)).toMatchObject({ outcome: 'accepted' });
      expect(await at.venue.orders()).toMatchObject([
        { orderQty: decimalText(order.orderQty.times(2)), price: '102' },
      ]);
      expect(await at.link.lookUp(replace)).toMatchObject({ outcome: 'found' });
    },
  },
  {
    id: 'L-16',
    title: 'a cancel is accepted, arrives, and is found',
    run: async (at) => {
      const order = await at.resting();
      const cancel = at.cancel(order);
      expect(await at.link.lookUp(cancel)).toEqual({ outcome: 'absent' });
      expect(await at.send(cancel)).toMatchObject({ outcome: 'accepted' });
      expect(await at.venue.orders()).toMatchObject([{ ordStatus: '4' }]);
      expect(await at.link.lookUp(cancel)).toMatchObject({ outcome: 'found' });
    },
  },
  ...(['replace', 'cancel'] as const).flatMap((change) => [
    ...each(
      `L-17.${change}`,
      'a replace that was never made, without an answer: in doubt, and absent',
      NO_WORD_OF_IT,
      async (at, meet) => {
        const request = at[change](await at.resting());
        await meet();
        expect(await at.send(request)).toMatchObject({ outcome: 'unknown' });
        expect(await at.link.lookUp(request)).toEqual({ outcome: 'absent' });
      },
    ),
    ...each(
      `L-18.${change}`,
      'a replace that was made, and the answer lost: in doubt, and found',
      { lost: ['dropAfterActing', { then: 'rest' }] },
      async (at, meet) => {
        const request = at[change](await at.resting());
        await meet();
        expect(await at.send(request)).toMatchObject({ outcome: 'unknown' });
        expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'found' });
      },
    ),
  ]),
  {
    id: 'L-19',
    title: "a refusal of a replace is refused, in the venue's words",
    run: async (at) => {
      const order = await at.resting();
      await at.venue.behaves('refuse', { comment: 'The market is closed' });
      for (const request of [at.replace(order), at.cancel(order)]) {
        expect(await at.send(request)).toMatchObject({
          outcome: 'refused',
          text: expect.stringContaining('The market is closed'),
        });
      }
      expect(await at.venue.orders()).toMatchObject([{ ordStatus: '0', price: '101.5' }]);
    },
  },
  {
    id: 'L-20',
    title: 'reveals no secret, even if the venue repeats what it was sent',
    run: async (at) => {
      await at.venue.behaves('refuse', { comment: `You said ${at.secrets().join(' and ')}` });
      expect(await at.send(at.placement())).toMatchObject({ outcome: 'refused' });
    },
  },
];
