import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { decimal } from '@ome/domain';
import { answer, FakeHttpServer, hangUp, neverAnswer } from '../testing/fake-http-server';
import { aCommand, anOrder, aRequest, ORDER_ID } from '../testing/link-requests';
import { RestLink, type RestLinkOptions } from './rest-link';

const TAKEN = { success: true };

describe('RestLink', () => {
  const server = new FakeHttpServer();
  const links: RestLink[] = [];

  beforeEach(async () => {
    await server.start();
    server.received.length = 0;
    server.reaction = answer(200, TAKEN);
  });
  afterEach(async () => {
    await server.stop();
    await Promise.all(links.splice(0).map((link) => link.close()));
  });

  function link(options: Partial<RestLinkOptions> = {}): RestLink {
    const made = new RestLink({
      name: 'rest',
      url: server.url,
      key: null,
      timeoutMs: 1_000,
      connections: 2,
      newOrderMaxWaitMs: 60_000,
      timeZone: 'Asia/Kolkata',
      priceDecimals: null,
      now: () => new Date(),
      onHealthChange: () => undefined,
      ...options,
    });
    links.push(made);
    return made;
  }

  describe('what it writes (wire format 3)', () => {
    test('a new order goes to /new_order', async () => {
      await link().send(aRequest());

      expect(server.received).toMatchObject([{ method: 'POST', path: '/new_order' }]);
      expect(server.received[0].body).toEqual({
        type: 1,
        order_id: ORDER_ID,
        ClOrdID: ORDER_ID,
        OrigClOrdID: '',
        user_id: 7,
        product_id: 'RELIANCE',
        side: 1,
        ask_price: 2450.5,
        total_qty: 100,
        order_stamp: '2026-01-02 08:34:05',
        order_qtydone: 0,
        account: 42,
        exchange_id: 'NSE',
        price_instruction: 'LIMIT',
      });
    });

    test('a replace goes to /update_order with its own id, its terms and what it is about', async () => {
      const order = { ...anOrder(), cumQty: decimal(30) };
      const terms = { orderQty: decimal(150), price: decimal(2460), stopPrice: null };
      const command = aCommand(order, { kind: 'replace', clOrdId: `${ORDER_ID}-4`, terms });
      await link().send(aRequest(order, { command, origClOrdId: ORDER_ID }));

      expect(server.received).toMatchObject([
        {
          path: '/update_order',
          body: {
            type: 2,
            order_id: ORDER_ID,
            ClOrdID: `${ORDER_ID}-4`,
            OrigClOrdID: ORDER_ID,
            ask_price: 2460,
            total_qty: 150,
            order_qtydone: 30,
          },
        },
      ]);
    });

    test('a cancel goes to /delete_order', async () => {
      const order = anOrder();
      const command = aCommand(order, { kind: 'cancel', clOrdId: `${ORDER_ID}-5`, terms: null });
      await link().send(aRequest(order, { command, origClOrdId: `${ORDER_ID}-4` }));

      expect(server.received).toMatchObject([
        {
          path: '/delete_order',
          body: { type: 3, ClOrdID: `${ORDER_ID}-5`, OrigClOrdID: `${ORDER_ID}-4`, total_qty: 100 },
        },
      ]);
    });

    test('long decimals are numbers with every digit', async () => {
      const price = decimal('12345678901234567890.12345');
      await link().send(aRequest(anOrder({ price })));

      expect(server.received[0].text).toContain('"ask_price":12345678901234567890.12345,');
    });

    test('goes below the path of the address, with the key as bearer', async () => {
      const behind = link({ url: `${server.url}/venue/`, key: 'of-the-link' });
      await behind.send(aRequest());
      await behind.lookUp(aRequest());

      expect(server.received.map(({ path }) => path)).toEqual([
        '/venue/new_order',
        `/venue/orders/${ORDER_ID}`,
      ]);
      for (const { headers } of server.received) {
        expect(headers.authorization).toBe('Bearer of-the-link');
      }
    });
  });

  describe('the outcome of an attempt', () => {
    test.each([
      [200, TAKEN, { outcome: 'accepted', brokerOrderId: null }],
      [201, TAKEN, { outcome: 'accepted', brokerOrderId: null }],
      [200, { success: false, comment: 'no money' }, { outcome: 'refused', text: 'no money' }],
      [400, { success: false, comment: 'bad' }, { outcome: 'refused', text: 'bad' }],
      [422, { success: false }, { outcome: 'refused', text: 'Refused by the link' }],
      [429, '', { outcome: 'notSent', text: 'Rate limited', retryAfterMs: null }],
    ])('%i %j is %j', async (status, body, outcome) => {
      server.reaction = answer(status, body);

      expect(await link().send(aRequest())).toEqual(outcome);
    });

    test('429 gives the time to retry', async () => {
      server.reaction = answer(429, '', { 'retry-after': '3' });

      expect(await link().send(aRequest())).toMatchObject({
        outcome: 'notSent',
        retryAfterMs: 3_000,
      });
    });

    test('a connection dropped after the request was read leaves the outcome open', async () => {
      server.reaction = hangUp;

      expect(await link().send(aRequest())).toMatchObject({ outcome: 'unknown' });
      expect(server.received).toHaveLength(1);
    });

    test('an answer cut off in the middle leaves the outcome open', async () => {
      server.reaction = (_request, response, message) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"success": true');
        setTimeout(() => message.socket.destroy(), 20);
      };

      expect(await link().send(aRequest())).toMatchObject({ outcome: 'unknown' });
    });

    test('no answer in time leaves the outcome open', async () => {
      server.reaction = neverAnswer;

      expect(await link().send(aRequest())).toMatchObject({ outcome: 'unknown' });
      expect(server.received).toHaveLength(1);
    });

    test('nobody listening: certainly not sent, and the link is down', async () => {
      await server.stop();
      const down = link();

      expect(await down.send(aRequest())).toMatchObject({ outcome: 'notSent' });
      expect(down.isUp()).toBe(false);
      expect(down.status.lastError).toContain('ECONNREFUSED');
    });
  });

  describe('the send-by time', () => {
    test('is checked in the turn of the event loop that writes, with nothing between', async () => {
      const seen: string[] = [];
      const onWritten = () => seen.push('written');
      subscribe('undici:request:bodySent', onWritten);
      const isStillAllowed = () => {
        seen.push('checked');
        queueMicrotask(() => seen.push('anything else'));
        return true;
      };
      await link().send({ ...aRequest(), isStillAllowed });
      unsubscribe('undici:request:bodySent', onWritten);

      expect(seen).toEqual(['checked', 'written', 'anything else']);
    });

    test('passed before the attempt: not a byte of it is written', async () => {
      const bytes: Buffer[] = [];
      const raw: Server = createServer((socket) => {
        socket.on('data', (chunk) => bytes.push(chunk));
        socket.on('error', () => undefined);
      });
      await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
      const { port } = raw.address() as AddressInfo;
      const late = link({ url: `http://127.0.0.1:${port}` });

      const outcome = await late.send(aRequest(anOrder(), { sendBy: new Date(Date.now() - 1) }));

      expect(outcome).toMatchObject({ outcome: 'notSent' });
      expect(Buffer.concat(bytes).toString()).toBe('');
      expect(late.isUp()).toBe(true);
      await new Promise((resolve) => raw.close(resolve));
    });

    test('passed while waiting for a connection: only what was in time is written', async () => {
      const reactions: (() => void)[] = [];
      server.reaction = (request, response, message) =>
        void reactions.push(() => answer(200, TAKEN)(request, response, message));
      const single = link({ connections: 1 });
      const first = single.send(aRequest());
      while (reactions.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

      const soon = new Date(Date.now() + 100);
      const second = single.send(aRequest(anOrder({ orderId: 'f'.repeat(24) }), { sendBy: soon }));
      await new Promise((resolve) => setTimeout(resolve, 150));
      reactions[0]();

      expect(await first).toMatchObject({ outcome: 'accepted' });
      expect(await second).toMatchObject({ outcome: 'notSent' });
      expect(server.received).toHaveLength(1);
    });

    test('the connection can be used afterwards', async () => {
      const single = link({ connections: 1 });
      await single.send(aRequest(anOrder(), { sendBy: new Date(0) }));

      expect(await single.send(aRequest())).toMatchObject({ outcome: 'accepted' });
    });
  });

  describe('looking up a lost answer', () => {
    test('goes to the path of its ClOrdID', async () => {
      await link().lookUp(aRequest());
      expect(server.received).toMatchObject([{ method: 'GET', path: `/orders/${ORDER_ID}` }]);
    });

    test.each([
      ['a dropped connection', hangUp],
      ['no answer', neverAnswer],
    ])('%s: unanswered', async (_name, reaction) => {
      server.reaction = reaction;

      expect(await link().lookUp(aRequest())).toMatchObject({ outcome: 'unanswered' });
    });
  });

  describe('its health', () => {
    test('is down after ten lost answers in a row, and up again once a probe is answered', async () => {
      const changes: boolean[] = [];
      const watched: RestLink = link({ onHealthChange: ({ up }) => changes.push(up) });
      server.reaction = answer(500, '');
      for (let time = 0; time < 9; time += 1) await watched.send(aRequest());
      expect(watched.isUp()).toBe(true);
      await watched.send(aRequest());
      expect(watched.isUp()).toBe(false);

      server.reaction = answer(404, '');
      while (!watched.isUp()) await new Promise((resolve) => setTimeout(resolve, 20));

      expect(changes).toEqual([false, true]);
      expect(server.received.at(-1)).toMatchObject({ method: 'GET', path: '/orders/probe' });
    });

    test('an answer in between resets the count', async () => {
      const watched = link();
      for (let time = 0; time < 25; time += 1) {
        server.reaction = time % 5 === 4 ? answer(200, TAKEN) : answer(500, '');
        await watched.send(aRequest());
      }
      expect(watched.isUp()).toBe(true);
    });

    test('comes back when the link does', async () => {
      await server.stop();
      const watched = link();
      await watched.send(aRequest());
      expect(watched.isUp()).toBe(false);

      await server.start();
      while (!watched.isUp()) await new Promise((resolve) => setTimeout(resolve, 20));

      expect(await watched.send(aRequest())).toMatchObject({ outcome: 'accepted' });
    });
  });
});
