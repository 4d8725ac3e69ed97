import type { FixLinkTerms } from '@ome/contracts';
import type { FixVersion, LogEntry } from '@ome/fix';
import { eventually } from '../../../../apps/simulator/src/testing/harness';
import { FixHarness } from '../conformance/testing/fix-harness';

let at: FixHarness;
afterEach(() => at.stop());

async function started(
  terms: Partial<FixLinkTerms> = {},
  version: FixVersion = 'FIX.4.4',
): Promise<FixHarness> {
  at = new FixHarness(version, terms);
  await at.start();
  return at;
}

const hasOrder = ({ out }: LogEntry): boolean => out.some(({ type }) => type === 'D');
const NEVER = new Promise<never>(() => undefined);

/** The first attempt at an order, as the journal has it when it asks. */
const firstAttempt = () => at.attempt(at.placement(), 1);

describe('killed', () => {
  test('before the log has the order: absence is proved, and the next attempt places it', async () => {
    await started();
    await at.venue.behaves('rest');
    const request = firstAttempt();
    at.log.before = (entry) => (hasOrder(entry) ? NEVER : Promise.resolve());
    void at.link.send(request);
    await at.kill();
    await at.serve();
    expect(await at.link.lookUp(request)).toEqual({ outcome: 'absent' });
    expect(await at.link.send(at.attempt(request, 2))).toMatchObject({ outcome: 'accepted' });
    expect(await at.venue.orders()).toHaveLength(1);
  });

  test('between log and socket: the venue asks for the number, and absence is proved', async () => {
    await started();
    await at.venue.behaves('rest');
    const request = firstAttempt();
    let isLogged = false;
    at.log.after = (entry) => {
      isLogged ||= hasOrder(entry);
      return hasOrder(entry) ? NEVER : Promise.resolve();
    };
    void at.link.send(request);
    await eventually(() => expect(isLogged).toBe(true));
    await at.kill();
    await at.serve();
    expect(await at.link.lookUp(request)).toEqual({ outcome: 'absent' });
    expect(await at.venue.requests()).toEqual([]);
    expect(await at.link.send(at.attempt(request, 2))).toMatchObject({ outcome: 'accepted' });
    expect(await at.venue.orders()).toHaveLength(1);
  });

  test('behind the socket, before a report is durable: found, and the report comes again', async () => {
    await started();
    await at.venue.behaves('rest');
    const request = firstAttempt();
    let isTold = false;
    at.beforeTake = () => {
      isTold = true;
      return NEVER;
    };
    void at.link.send(request);
    await eventually(() => expect(isTold).toBe(true));
    await at.kill();
    at.beforeTake = () => Promise.resolve();
    await at.serve();
    expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'found' });
    await eventually(() => expect(at.reports).toMatchObject([{ ClOrdID: request.tag }]));
    expect(await at.venue.orders()).toHaveLength(1);
  });

  test('after the venue was told that a number is filled: what the log has of it still counts', async () => {
    await started();
    await at.venue.behaves('dropBeforeActing');
    const request = firstAttempt();
    expect(await at.link.send(request)).toMatchObject({ outcome: 'unknown' });
    await at.venue.behaves('rest');
    await eventually(() => expect(at.link.isUp()).toBe(true));
    await at.kill();
    await at.serve();
    expect(await at.link.lookUp(request)).toEqual({ outcome: 'absent' });
  });
});

test('what could not be booked is told again', async () => {
  await started();
  await at.venue.behaves('rest');
  let failures = 0;
  at.beforeTake = () => {
    failures += 1;
    return failures === 1 ? Promise.reject(new Error('The store is away')) : Promise.resolve();
  };
  await at.link.send(firstAttempt());
  await eventually(() => expect(at.reports).toHaveLength(1));
  expect(failures).toBe(2);
  expect(await at.venue.orders()).toHaveLength(1);
});

test('an order whose time is over when the log has it is not written, and the numbers go on', async () => {
  await started();
  await at.venue.behaves('rest');
  const late = { ...firstAttempt(), sendBy: new Date(Date.now() + 200) };
  at.log.before = (entry) =>
    hasOrder(entry) ? new Promise((resolve) => setTimeout(resolve, 400)) : Promise.resolve();
  expect(await at.link.send(late)).toMatchObject({ outcome: 'notSent' });
  expect(await at.link.lookUp(late)).toEqual({ outcome: 'absent' });
  at.log.before = () => Promise.resolve();
  expect(await at.link.send(firstAttempt())).toMatchObject({ outcome: 'accepted' });
  expect(await at.venue.requests()).toHaveLength(1);
});

describe('where being asked again proves nothing', () => {
  const terms = { askedAgainProvesAbsence: false };

  test('and an unknown order proves nothing either: in doubt', async () => {
    await started(terms);
    await at.venue.behaves('dropBeforeActing');
    const request = firstAttempt();
    await at.link.send(request);
    expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'unanswered' });
  });

  test('but an unknown order does: absent', async () => {
    await started({ ...terms, unknownProvesAbsence: true });
    await at.venue.behaves('dropBeforeActing');
    const request = firstAttempt();
    await at.link.send(request);
    expect(await at.link.lookUp(request)).toEqual({ outcome: 'absent' });
  });
});

test('numbers that began anew: the venue is asked for the order', async () => {
  await started({ resetWhenLost: true });
  await at.venue.behaves('dropAfterActing', { then: 'rest' });
  const request = firstAttempt();
  await at.link.send(request);
  await at.venue.fixFault('forget-numbers');
  await eventually(() => expect(at.link.isUp()).toBe(true));
  expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'found' });
  const unsent = firstAttempt();
  await at.venue.behaves('dropBeforeActing');
  await at.link.send(unsent);
  await at.venue.fixFault('forget-numbers');
  await eventually(() => expect(at.link.isUp()).toBe(true));
  expect(await at.link.lookUp(unsent)).toMatchObject({ outcome: 'unanswered' });
});

describe('a venue that takes no status request', () => {
  /** An order whose number no longer counts; `behaviour` says whether the venue has it. */
  async function unanswered(terms: Partial<FixLinkTerms>, behaviour: string) {
    await started({ resetWhenLost: true, unknownProvesAbsence: true, ...terms });
    await at.venue.behaves(behaviour, { then: 'rest' });
    const request = firstAttempt();
    await at.link.send(request);
    await at.venue.fixFault('forget-numbers');
    await at.venue.fixFault('refuse-status');
    await eventually(() => expect(at.link.isUp()).toBe(true));
    return at.link.lookUp(request);
  }

  test('has said nothing of the order', async () => {
    expect(await unanswered({}, 'dropBeforeActing')).toMatchObject({ outcome: 'unanswered' });
  });

  test('may answer a mass status request, which finds it', async () => {
    expect(await unanswered({ massStatus: true }, 'dropAfterActing')).toMatchObject({
      outcome: 'found',
    });
  });

  test('and what a mass status does not show is not proved to be absent', async () => {
    expect(await unanswered({ massStatus: true }, 'dropBeforeActing')).toMatchObject({
      outcome: 'unanswered',
    });
  });
});

test('where the venue lost its numbers and people decide, the link is down and says why', async () => {
  await started();
  await at.venue.fixFault('forget-numbers');
  await eventually(() => expect(at.link.status.lastError).toContain('MsgSeqNum too low'));
  expect(at.link.isUp()).toBe(false);
});

test('a storm of requests for everything proves nothing of an order that is under way', async () => {
  await started();
  await at.venue.behaves('answerLate', { delayMs: 4_000, then: 'rest' });
  const request = firstAttempt();
  const sending = at.link.send(request);
  await at.venue.fixFault('resend-storm', { count: 50 });
  expect(await sending).toMatchObject({ outcome: 'unknown' });
  expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'found' });
  expect(await at.venue.orders()).toHaveLength(1);
});

test('a venue that first has much to tell is in step once it answers, however late', async () => {
  await started();
  const order = await at.resting();
  let isHeld = false;
  at.log.before = async (entry) => {
    if (isHeld || !entry.out.some(({ type }) => type === '1')) return;
    isHeld = true;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
  };
  await at.venue.fixFault('cut');
  const telling = setInterval(() => {
    void at.venue.reports(order.orderId, { ExecType: 'D', ExecRestatementReason: 99 });
  }, 200);
  try {
    await eventually(() => expect(isHeld).toBe(true));
    await eventually(() => expect(at.link.isUp()).toBe(true));
  } finally {
    clearInterval(telling);
  }
});

test('numbers that the venue lost are filled, and reports go on', async () => {
  await started();
  await at.venue.behaves('rest');
  const { since } = at.link.status;
  await at.venue.fixFault('skip-numbers', { count: 20 });
  await eventually(() => {
    expect(at.link.isUp()).toBe(true);
    expect(at.link.status.since).not.toEqual(since);
  });
  await at.placed();
  expect(at.reports).toHaveLength(1);
});

test('where the venue knows orders again, an attempt after another one says so', async () => {
  await started({ dedupes: true });
  await at.venue.behaves('rest');
  const request = firstAttempt();
  await at.link.send(request);
  // The venue has it, whatever was concluded.
  await at.link.send(at.attempt(request, 2));
  expect(await at.venue.orders()).toHaveLength(1);
});

test('a message that the session of the venue rejects is refused, in its words', async () => {
  await started({ fields: [{ tag: 9001, value: '{account}' }] });
  expect(await at.link.send(firstAttempt())).toMatchObject({
    outcome: 'refused',
    text: expect.stringContaining('tag'),
  });
  expect(at.reports).toMatchObject([{ MsgType: '8', ExecType: '8' }]);
  expect(await at.venue.orders()).toEqual([]);
});

test.each(['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as const)(
  '%s: what the venue reports is what other links report',
  async (version) => {
    await started({}, version);
    const order = await at.resting();
    const given = [
      { ExecType: 'F', LastQty: 5, LastPx: 101.5, ExecID: 'X1' },
      { ExecType: 'G', ExecRefID: 'X1', LastQty: 6, LastPx: 101 },
      { ExecType: 'H', ExecRefID: 'X1' },
      { ExecType: 'D', ExecRestatementReason: version === 'FIX.4.2' ? 4 : 99 },
      ...['A', '3', '6', '9', 'E', 'C'].map((ExecType) => ({ ExecType })),
    ];
    for (const fields of given) await at.venue.reports(order.orderId, fields);
    await eventually(() => expect(at.reports).toHaveLength(1 + given.length));
    const [, fill, correction, bust] = at.reports;
    expect(fill).toMatchObject({ ClOrdID: order.orderId, LastQty: '5', LastPx: '101.5' });
    const kinds = [correction, bust].map(({ ExecType, ExecTransType }) =>
      version === 'FIX.4.2' ? ExecTransType : ExecType,
    );
    expect(kinds).toEqual(version === 'FIX.4.2' ? ['2', '1'] : ['G', 'H']);
    expect(at.reports.slice(4).map(({ ExecType }) => ExecType)).toEqual([
      'D',
      'A',
      '3',
      '6',
      '9',
      'E',
      'C',
    ]);
  },
);
