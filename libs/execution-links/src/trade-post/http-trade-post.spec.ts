import { applyEvent, decimal, type OrderEvent } from '@ome/domain';
import { eventMessage, type TradePostMessage } from '@ome/engine';
import { answer, FakeHttpServer, hangUp, neverAnswer } from '../testing/fake-http-server';
import { anOrder, ORDER_ID } from '../testing/link-requests';
import { HttpTradePost } from './http-trade-post';

function aMessage(lastPx = '2450.5'): TradePostMessage {
  const order = anOrder();
  const event: OrderEvent = {
    type: 'Trade',
    orderId: ORDER_ID,
    seq: 2,
    at: new Date('2026-01-02T03:05:00Z'),
    by: null,
    requestId: null,
    source: 'link',
    clOrdId: ORDER_ID,
    execId: 'E-1',
    brokerOrderId: null,
    text: null,
    transactTime: new Date('2026-01-02T03:04:59Z'),
    alerts: [],
    lastQty: decimal(40),
    lastPx: decimal(lastPx),
    exchange: 'BSE',
    cancelsRemainder: false,
  };
  const message = eventMessage('e'.repeat(24), event, applyEvent(order, event));
  return { id: `${ORDER_ID}:E-1`, orderId: ORDER_ID, seq: 2, event: message };
}

describe('HttpTradePost', () => {
  const server = new FakeHttpServer();
  let tradePost: HttpTradePost;

  beforeEach(async () => {
    await server.start();
    server.received.length = 0;
    server.reaction = answer(200, { success: true });
    tradePost = new HttpTradePost({
      url: `${server.url}/fills?from=ome`,
      timeoutMs: 1_000,
      timeZone: 'Asia/Kolkata',
    });
  });
  afterEach(async () => {
    await server.stop();
    await tradePost.close();
  });

  test('posts wire format 4 to the exact address', async () => {
    await tradePost.deliver(aMessage());

    expect(server.received).toMatchObject([{ method: 'POST', path: '/fills?from=ome' }]);
    expect(server.received[0].headers['content-type']).toBe('application/json');
    expect(server.received[0].body).toEqual({
      order_id: ORDER_ID,
      user_id: 7,
      product_id: 'RELIANCE',
      side: 1,
      ask_price: 2450.5,
      total_qty: 100,
      order_stamp: '2026-01-02 08:34:05',
      state: '1',
      fill: {
        price: 2450.5,
        qtydone: 40,
        exchange_id: 'BSE',
        exchange_stamp: '2026-01-02 08:34:59',
        fill_id: 'E-1',
      },
      account: 42,
      LTP: 2450.5,
    });
  });

  test('writes long decimals with every digit', async () => {
    await tradePost.deliver(aMessage('2450.00000000000000001'));

    expect(server.received[0].text).toContain('"LTP":2450.00000000000000001');
  });

  test.each([
    ['200 without success', answer(200, { success: false, comment: 'closed' })],
    ['200 without JSON', answer(200, 'ok')],
    ['an error that claims success', answer(500, { success: true })],
    ['429', answer(429, '')],
    ['a redirect', answer(302, { success: true }, { location: '/elsewhere' })],
    ['a dropped connection', hangUp],
    ['no answer in time', neverAnswer],
  ])('%s: not taken', async (_name, reaction) => {
    server.reaction = reaction;

    await expect(tradePost.deliver(aMessage())).rejects.toThrow();
  });

  test('nobody listening: not accepted', async () => {
    await server.stop();

    await expect(tradePost.deliver(aMessage())).rejects.toThrow('ECONNREFUSED');
  });
});
