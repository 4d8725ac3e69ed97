import {
  type Field,
  FixAcceptor,
  type FixMessage,
  MemoryFixLog,
  type OutgoingMessage,
} from '@ome/fix';
import { FIX_LINK_DEFAULTS } from '@ome/persistence';
import { FixLinkAccess } from '@ome/platform';
import * as fc from 'fast-check';
import { FixCounterparty } from '../../../../apps/simulator/src/fix/fix-counterparty';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { propertyRuns } from '../../../domain/test/property-runs';
import { aCommand, anOrder, aRequest } from '../testing/link-requests';
import { FixLink } from './fix-link';
import type { VenueReport } from './venue-reports';
import { isStatus, isUnknown } from './venue-reports';

const VERSION = 'FIX.4.4';
const OUTCOMES = ['accepted', 'refused', 'unknown', 'notSent'];
const REPORTS = ['8', '9'];
/** Of what needs no answer: the venue may well give none. */
const TIMEOUT_MS = 200;
const RUNS = 250;

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    'NaN',
    '1e999',
    '9'.repeat(400),
    'NONE',
    '__proto__',
    'H',
    '8',
  ),
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll('\u0001', '')),
);
/** Of a report, a reject, and of messages that nobody expects here. */
const type = fc.constantFrom(
  '8',
  '8',
  '8',
  '8',
  '9',
  'j',
  '3',
  'B',
  'AE',
  'h',
  '0',
  '2',
  '5',
  'zz',
);

/** Fields of a good answer to a request. */
const goodFields = (request: FixMessage): Field[] => [
  [6, '1500'],
  [11, request.get(11)],
  [14, '1'],
  [17, `exec-${request.seq}`],
  [31, '1500'],
  [32, '1'],
  [37, `venue-${request.seq}`],
  [39, '1'],
  [41, request.get(41)],
  [45, request.seq],
  [54, '1'],
  [58, 'said by the venue'],
  [60, '20260102-03:04:05.006'],
  [102, '1'],
  [103, '0'],
  [150, 'F'],
  [151, '99'],
  [372, request.type],
  [380, '4'],
  [434, '1'],
];
const TAGS = goodFields({ seq: 1, get: () => '' } as unknown as FixMessage).map(([tag]) => tag);

/** Which fields are missing, which say something else, and which nobody knows. */
const changes = fc.record({
  type,
  left: fc.subarray(TAGS, { maxLength: 5 }),
  odd: fc.dictionary(fc.constantFrom(...TAGS.map(String)), oddText, { maxKeys: 3 }),
  more: fc.dictionary(fc.integer({ min: 5_000, max: 9_999 }).map(String), oddText, { maxKeys: 2 }),
});
type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never;

const answerTo = (request: FixMessage, { type: msgType, left, odd, more }: Changes) => ({
  type: msgType,
  body: [
    ...goodFields(request)
      .filter(([tag]) => !left.includes(tag))
      .map(([tag, value]): Field => [tag, odd[tag] ?? value]),
    ...Object.entries(more).map(([tag, value]): Field => [Number(tag), value]),
  ],
});

let answers: (request: FixMessage) => OutgoingMessage[] = () => [];
const venue = new FixCounterparty('OME', 'SIMEX', VERSION, {
  message: (request) => answers(request),
});
const acceptor = new FixAcceptor({ sessionOf: () => venue.accept() });
const taken: VenueReport[] = [];
const ending = new AbortController();
let link: FixLink;
let served: Promise<void>;

beforeAll(async () => {
  const port = await acceptor.listen(0, '127.0.0.1');
  link = new FixLink({
    access: new FixLinkAccess('SIMEX', ['42'], null, null, { cert: null, key: null, ca: null }),
    timeoutMs: TIMEOUT_MS,
    connections: 4,
    newOrderMaxWaitMs: 60_000,
    now: () => new Date(),
    onHealthChange: () => undefined,
    tell: () => undefined,
  });
  link.beServedHere(true);
  const log = new MemoryFixLog();
  const terms = { ...FIX_LINK_DEFAULTS, host: '127.0.0.1', port };
  const take = async (report: VenueReport) => void taken.push(report);
  served = link.serve({ version: VERSION, terms }, log, await log.open(), take, ending.signal);
});
afterAll(async () => {
  ending.abort();
  await served;
  await acceptor.close();
});

let orders = 0;

/** A request that was not made before. */
function requestOf(kind: 'new' | 'replace' | 'cancel') {
  orders += 1;
  const order = anOrder();
  const terms = kind === 'replace' ? order : null;
  const clOrdId = `${order.orderId}-${orders}`;
  return aRequest(order, {
    command: aCommand(order, { kind, terms, clOrdId }),
    tag: clOrdId,
    origClOrdId: kind === 'new' ? '' : order.orderId,
  });
}

test('FIX: every answer is one of the outcomes, no report is lost, and the session goes on', async () => {
  const kinds = fc.constantFrom('new' as const, 'replace' as const, 'cancel' as const);
  await fc.assert(
    fc.asyncProperty(kinds, fc.array(changes, { maxLength: 3 }), async (kind, given) => {
      await eventually(() => expect(link.isUp()).toBe(true));
      taken.length = 0;
      let said = 0;
      answers = (request) => {
        if (!['D', 'F', 'G'].includes(request.type)) return [];
        const messages = given.map((each) => answerTo(request, each));
        said = messages.filter(isTold).length;
        return messages;
      };
      expect(OUTCOMES).toContain((await link.send(requestOf(kind))).outcome);
      await eventually(() => expect(taken.length).toBeGreaterThanOrEqual(said));
    }),
    { numRuns: propertyRuns(RUNS), endOnFailure: true },
  );
  await eventually(() => expect(link.isUp()).toBe(true));
});

/** All reports but those that say that an order is unknown. */
function isTold({ type: msgType, body }: ReturnType<typeof answerTo>): boolean {
  const fields = new Map(body.map(([tag, value]) => [tag, String(value)]));
  const message = { type: msgType, get: (tag: number) => fields.get(tag) } as FixMessage;
  return REPORTS.includes(msgType) && !(isStatus(message) && isUnknown(message));
}
