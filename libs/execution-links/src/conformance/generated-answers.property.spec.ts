import type { ExecutionLink } from '@ome/engine';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../domain/test/property-runs';
import {
  optionOrder,
  placed as placedAtBreeze,
  cancel as cancelAtBreeze,
  replace as replaceAtBreeze,
  request as requestToBreeze,
} from '../breeze/testing/breeze-orders';
import { BreezeRig } from '../breeze/testing/breeze-rig';
import { payload } from '../breeze/testing/payloads';
import { BrokerFault } from '../broker/broker-fault';
import {
  cancel,
  FlattradeHarness,
  order,
  placed,
  replace,
  request,
} from '../flattrade/testing/flattrade-harness';
import orderBook from '../flattrade/test-data/order-book.json';
import positionBook from '../flattrade/test-data/position-book.json';
import tradeBook from '../flattrade/test-data/trade-book.json';
import { RestLink } from '../rest/rest-link';
import { answer, FakeHttpServer } from '../testing/fake-http-server';
import { aCommand, anOrder, aRequest } from '../testing/link-requests';
import type { Kind, RecordedBroker, RecordedLink } from './testing/recorded';

const KINDS: readonly Kind[] = ['new', 'replace', 'cancel'];
const LISTS = ['orders', 'trades', 'positions', 'holdings', 'limits'] as const;
const OUTCOMES = ['accepted', 'refused', 'unknown', 'notSent'];

const oddText = fc.oneof(
  fc.constantFrom('', ' ', 'null', 'NaN', '-1', '1e999', '9'.repeat(400), '__proto__', '\u0000'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const oddValue = fc.oneof(
  oddText,
  fc.double(),
  fc.constantFrom(null, true, [], {}, [[]], [null], { toString: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value in which some of the fields, at any depth, are odd. */
const oddly = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) {
    return fc.oneof(
      { weight: 5, arbitrary: fc.constant(value) },
      { weight: 1, arbitrary: oddValue },
    );
  }
  if (Array.isArray(value)) return fc.tuple(...value.slice(0, 3).map(oddly));
  const fields = Object.entries(value).map(([name, inner]) => [name, oddly(inner)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
};

const bodyLike = (samples: readonly unknown[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .constantFrom(...samples)
        .chain(oddly)
        .map((body) => JSON.stringify(body)),
    },
    { weight: 2, arbitrary: oddValue.map((body) => JSON.stringify(body) ?? '') },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: fc.constantFrom('<html>', '{"stat":"Ok"', '[{}', '\ufeff{}') },
  );

const STATUSES = [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503];

/** Whatever the venue answers, a command has an outcome, and a book is a list or a fault. */
function describeAnswers(
  name: string,
  samples: readonly unknown[],
  open: () => Promise<RecordedLink | RecordedBroker>,
): void {
  test(`${name}: every answer is one of the outcomes, and none breaks the link`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...STATUSES), bodyLike(samples), async (status, body) => {
        const at = await open();
        at.plays(status, body);
        for (const kind of KINDS) {
          const { outcome } = await at.link.send(at.request(kind));
          expect(OUTCOMES).toContain(outcome);
        }
        for (const list of LISTS) await readBook(at.link, list);
      }),
      { numRuns: propertyRuns(250) },
    );
  });
}

async function readBook(link: ExecutionLink, list: (typeof LISTS)[number]): Promise<void> {
  if (!(list in link)) return;
  try {
    const read = await (link as RecordedBroker['link'])[list]();
    expect(typeof read).toBe('object');
  } catch (error) {
    expect(error).toBeInstanceOf(BrokerFault);
  }
}

describe('generated answers', () => {
  const flattrade = new FlattradeHarness();
  const rig = new BreezeRig();
  const server = new FakeHttpServer();
  let rest: RestLink;

  beforeAll(async () => {
    await flattrade.start();
    await rig.start();
    rest = new RestLink({
      name: 'rest',
      url: await server.start(),
      key: null,
      timeoutMs: 1_000,
      connections: 2,
      newOrderMaxWaitMs: 60_000,
      priceDecimals: null,
      timeZone: 'Asia/Kolkata',
      now: () => new Date(),
      onHealthChange: () => undefined,
    });
  });
  afterAll(async () => {
    await Promise.all([flattrade.stop(), rig.stop(), server.stop(), rest.close()]);
  });

  describeAnswers(
    'REST',
    [
      { success: true, comment: 'taken' },
      { success: false, comment: 'Not allowed - Order has fills' },
    ],
    () =>
      Promise.resolve({
        link: rest,
        plays: (status, body) => (server.reaction = answer(status, body)),
        request: (kind) => {
          const one = anOrder();
          const terms = kind === 'replace' ? one : null;
          return aRequest(one, { command: aCommand(one, { kind, terms }) });
        },
      }),
  );

  describeAnswers(
    'Flattrade',
    [
      { stat: 'Ok', norenordno: '26101400001234', request_time: '10:02:11 14-10-2026' },
      { stat: 'Not_Ok', emsg: 'Session Expired :  Invalid Session Key' },
      ...[orderBook, tradeBook, positionBook],
    ],
    async () => {
      await flattrade.logIn();
      return {
        link: flattrade.link(),
        budget: flattrade.budget,
        plays: (status, body) => (flattrade.server.reaction = answer(status, body)),
        request: (kind) =>
          ({ new: request(order()), replace: replace(placed()), cancel: cancel(placed()) })[kind],
      };
    },
  );

  describeAnswers(
    'Breeze',
    ['placed', 'modified', 'canceled'].map((name) => JSON.parse(payload(name)) as unknown),
    async () => {
      const one = optionOrder();
      await rig.link.admit(one, one.commands[0]);
      const requests = {
        new: requestToBreeze(one),
        replace: replaceAtBreeze(placedAtBreeze(), { price: placedAtBreeze().price!.plus(1) }),
        cancel: cancelAtBreeze(placedAtBreeze()),
      };
      return {
        link: rig.link,
        budget: rig.budget,
        plays: (status, body) => (rig.server.reaction = answer(status, body)),
        request: (kind) => requests[kind],
      };
    },
  );
});
