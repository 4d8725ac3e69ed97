import { RestLink } from '../rest/rest-link';
import { answer, FakeHttpServer } from '../testing/fake-http-server';
import { aCommand, anOrder, aRequest } from '../testing/link-requests';
import { describeCommandAnswers, type RecordedLink } from './testing/recorded';

const TAKEN = { success: true };
const NOT_THERE = { success: false, comment: 'Order does not exist' };

describe('what REST execution links were recorded to say', () => {
  const server = new FakeHttpServer();
  let link: RestLink;

  beforeEach(async () => {
    link = new RestLink({
      name: 'rest',
      url: await server.start(),
      key: null,
      timeoutMs: 1_000,
      connections: 2,
      newOrderMaxWaitMs: 60_000,
      timeZone: 'Asia/Kolkata',
      priceDecimals: null,
      now: () => new Date(),
      onHealthChange: () => undefined,
    });
  });
  afterEach(async () => {
    await server.stop();
    await link.close();
  });

  const plays = (status: number, body: object | string) => {
    server.reaction = answer(status, body);
  };
  const open = async (): Promise<RecordedLink> => ({
    link,
    plays,
    request: (kind) => {
      const order = anOrder();
      const terms = kind === 'replace' ? order : null;
      return aRequest(order, { command: aCommand(order, { kind, terms }) });
    },
  });

  describeCommandAnswers(open, [
    [200, TAKEN, 'accepted'],
    [201, TAKEN, 'accepted'],
    [200, { ...TAKEN, comment: 'and a word' }, 'accepted'],
    [200, { success: false, comment: 'Not allowed - Order has fills' }, 'refused'],
    [200, { success: false }, 'refused'],
    [400, { success: false, comment: 'type must be 1' }, 'refused'],
    [422, { success: false, comment: '' }, 'refused'],
    [429, '', 'notSent'],
    [429, { success: false, comment: 'Too many requests' }, 'notSent'],
    [500, { success: false, comment: 'Internal error' }, 'unknown'],
    [503, { success: false, comment: 'The link is closed' }, 'unknown'],
    [502, '<html>Bad gateway</html>', 'unknown'],
    [200, '', 'unknown'],
    [200, '<html>It works!</html>', 'unknown'],
    [200, '[]', 'unknown'],
    [200, 'null', 'unknown'],
    [200, { success: 'true' }, 'unknown'],
    [200, {}, 'unknown'],
    [302, TAKEN, 'unknown'],
    [404, { error: 'not found' }, 'unknown'],
    [400, '', 'unknown'],
  ]);

  test.each([
    [200, { success: true, order_id: '1', OrdStatus: '0', CumQty: 0 }, 'found'],
    [200, { anything: 'it knows' }, 'found'],
    [404, NOT_THERE, 'absent'],
    [404, '', 'unanswered'],
    [404, { success: false, comment: 'No such route' }, 'unanswered'],
    [404, { comment: NOT_THERE.comment }, 'unanswered'],
    [200, NOT_THERE, 'unanswered'],
    [200, '', 'unanswered'],
    [200, '<html>It works!</html>', 'unanswered'],
    [500, NOT_THERE, 'unanswered'],
    [401, '', 'unanswered'],
    [429, '', 'unanswered'],
  ])('a look-up answered HTTP %i %j: %s', async (status, body, outcome) => {
    plays(status, body);
    const { request } = await open();
    expect(await link.lookUp(request('new'))).toMatchObject({ outcome });
  });
});
