import { Logger } from '@nestjs/common';
import { createApiKey } from '@ome/platform';
import { CapturedLog } from '../testing/captured-log';
import { eventually, newOrder, TestApi } from '../testing/test-api';

const SECRET = 'hunter2-of-the-relay';

describe('the log', () => {
  let log: CapturedLog;
  let api: TestApi;
  const { token } = createApiKey();

  beforeAll(async () => {
    log = new CapturedLog();
    api = await TestApi.start({ LOG_LEVEL: 'debug', RELAY_SECRET: SECRET });
    log.release();
  });
  afterAll(async () => {
    await api.stop();
    log.remove();
  });

  test('has a line for each request, with its id, and no key or secret that it carried', async () => {
    const headers = {
      'x-request-id': 'logged-1',
      authorization: `Bearer ${token}`,
      'x-api-key': token,
      cookie: `session=${SECRET}`,
    };
    const body = { ...newOrder(), secret: SECRET, password: SECRET };
    expect((await api.post(`/orders?secret=${SECRET}&key=${token}`, body, headers)).status).toBe(
      401,
    );
    await api.post('/orders', body, { 'x-request-id': 'logged-2' });
    await api.post('/order_endpoint', { type: 1, secret: SECRET }, { 'x-request-id': 'logged-3' });

    await eventually(() => {
      const ids = log.lines().map(({ requestId }) => requestId);
      expect(ids).toEqual(expect.arrayContaining(['logged-1', 'logged-2', 'logged-3']));
    });
    expect(log.text()).not.toContain(SECRET);
    expect(log.text()).not.toContain(token);
  });

  test('hides fields named like a secret anywhere in a logged object', async () => {
    const logger = new Logger('Test');
    const named = { authorization: SECRET, 'x-api-key': SECRET, secret: SECRET, password: SECRET };
    const broker = { jKey: SECRET, accesstoken: SECRET };
    logger.warn({ ...named, ...broker }, 'flat');
    logger.warn({ request: { ...named, ...broker, headers: named } }, 'deep');
    logger.error({ err: Object.assign(new Error('no'), { config: { headers: named } }) }, 'error');
    logger.warn({ calls: [{ body: broker }] }, 'list');

    await eventually(() => {
      const said = log.lines().map(({ msg }) => msg);
      expect(said).toEqual(expect.arrayContaining(['flat', 'deep', 'error', 'list']));
    });
    expect(log.text()).toContain('[hidden]');
    expect(log.text()).not.toContain(SECRET);
  });

  test('the request id follows an order into its journal, and into the answer', async () => {
    const { headers, body } = await api.post('/orders', newOrder(), { 'x-request-id': 'order-1' });
    expect(headers['x-request-id']).toBe('order-1');
    const [event] = await api.store
      .collection('order_events')
      .find({ orderId: body.orderId })
      .toArray();
    expect(event.requestId).toBe('order-1');
    const line = { requestId: 'order-1', method: 'POST', path: '/orders', status: 201 };
    await eventually(() => expect(log.lines()).toContainEqual(expect.objectContaining(line)));
  });

  test('a request that gave no id has one of ours', async () => {
    const { headers, body } = await api.post('/orders', newOrder());
    const [event] = await api.store
      .collection('order_events')
      .find({ orderId: body.orderId })
      .toArray();
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{24}$/);
    expect(event.requestId).toBe(headers['x-request-id']);
  });
});
