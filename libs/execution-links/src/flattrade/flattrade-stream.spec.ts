import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BrokerOrder } from '@ome/domain';
import type { UnreadableRow } from '@ome/engine';
import type { Row } from './flattrade-answer';
import { listenForOrders, type FlattradeStreamOptions } from './flattrade-stream';
import orderMessage from './test-data/order-message.json';
import { FlattradeHarness } from './testing/flattrade-harness';

type Message = Record<string, string>;
/** How the server reacts to a client's message. */
type Reaction = (message: Message, socket: WebSocket) => void;

const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));

/** As Flattrade reacts: it answers the login and the heartbeats, not the subscription. */
const asFlattrade: Reaction = (message, socket) => {
  if (message.t === 'a') say(socket, { t: 'ak', uid: message.uid, s: 'OK' });
  if (message.t === 'h') say(socket, { t: 'hk', hk: '1791952331' });
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the order stream of Flattrade', () => {
  let server: WebSocketServer;
  let url: string;
  let react: Reaction;
  let said: Message[];
  let sockets: WebSocket[];
  let stop: AbortController;

  beforeEach(async () => {
    react = asFlattrade;
    said = [];
    sockets = [];
    stop = new AbortController();
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      sockets.push(socket);
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Message;
        said.push(message);
        react(message, socket);
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    stop.abort();
    for (const socket of sockets) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  function receive(options: Partial<FlattradeStreamOptions> = {}, frame?: (row: Row) => void) {
    const seen = { opened: 0, frames: [] as Row[], unreadable: [] as string[] };
    const defaults = { url, uid: 'FT012345', token: 'the-token', timeoutMs: 500 };
    const end = listenForOrders(
      { ...defaults, ...options },
      {
        opened: () => (seen.opened += 1),
        frame: frame ?? ((row) => seen.frames.push(row)),
        unreadable: (text) => seen.unreadable.push(text),
      },
      stop.signal,
    );
    return { seen, end };
  }

  test('logs in, subscribes, and is open once the next message is answered', async () => {
    const { seen, end } = receive();
    await until(() => seen.opened > 0);

    expect(said).toEqual([
      { t: 'a', uid: 'FT012345', actid: 'FT012345', source: 'API', accesstoken: 'the-token' },
      { t: 'o', actid: 'FT012345' },
      { t: 'h' },
    ]);
    stop.abort();
    expect(await end).toBe('cut');
    expect(seen.opened).toBe(1);
  });

  test('passes order frames on, and nothing else', async () => {
    react = (message, socket) => {
      asFlattrade(message, socket);
      if (message.t !== 'o') return;
      for (const frame of [orderMessage, { t: 'tf', lp: '1' }, { t: 'ok' }, orderMessage]) {
        say(socket, frame);
      }
    };
    const { seen } = receive();
    await until(() => seen.frames.length === 2);

    expect(seen.frames).toEqual([orderMessage, orderMessage]);
    expect(seen.opened).toBe(1);
  });

  test.each(['Not_Ok', 'NOT_OK', 'error'])('a login answered %s is refused', async (s) => {
    react = (_message, socket) => say(socket, { t: 'ak', s });
    const { seen, end } = receive();

    expect(await end).toBe('refused');
    expect(seen.opened).toBe(0);
    expect(said).toHaveLength(1);
  });

  test('is cut by a second login', async () => {
    const { seen, end } = receive();
    await until(() => seen.opened > 0);
    sockets[0].close(1000);

    expect(await end).toBe('cut');
  });

  test('is cut with its connection', async () => {
    const { seen, end } = receive();
    await until(() => seen.opened > 0);
    sockets[0].terminate();

    expect(await end).toBe('cut');
  });

  test('sends heartbeats, and lives as long as they are answered', async () => {
    const { seen, end } = receive({ heartbeatMs: 20, silenceMs: 200 });
    await until(() => said.filter(({ t }) => t === 'h').length > 20);

    expect(seen.opened).toBe(1);
    stop.abort();
    await end;
  });

  test('is cut after too long a silence', async () => {
    const since = Date.now();
    const { seen, end } = receive({ silenceMs: 100 });
    await until(() => seen.opened > 0);

    expect(await end).toBe('cut');
    expect(Date.now() - since).toBeGreaterThanOrEqual(90);
  });

  test('is cut if the login is not answered', async () => {
    react = () => undefined;

    expect(await receive({ silenceMs: 100 }).end).toBe('cut');
  });

  test('invalid JSON does not cut it, and is told as it came', async () => {
    const texts = ['nonsense', '{"t":"om"'];
    react = (message, socket) => {
      asFlattrade(message, socket);
      if (message.t !== 'o') return;
      for (const text of texts) socket.send(text);
      say(socket, orderMessage);
    };
    const { seen } = receive();
    await until(() => seen.frames.length === 1);

    expect(seen.unreadable).toEqual(texts);
  });

  test('is cut if a frame cannot be handled, so that the books are read', async () => {
    react = (message, socket) => {
      asFlattrade(message, socket);
      if (message.t === 'o') say(socket, orderMessage);
    };
    const failing = receive({}, () => {
      throw new Error('cannot be read');
    });

    expect(await failing.end).toBe('cut');
  });

  test('is cut at once if nobody listens', async () => {
    expect(await receive({ url: 'ws://127.0.0.1:1' }).end).toBe('cut');
  });

  test('stopped before it began never connects', async () => {
    stop.abort();

    expect(await receive().end).toBe('cut');
    expect(sockets).toHaveLength(0);
  });

  describe('of a link', () => {
    const flattrade = new FlattradeHarness();
    beforeEach(() => flattrade.start());
    afterEach(() => flattrade.stop());

    function received(order: (row: BrokerOrder) => void = () => undefined) {
      const rows: BrokerOrder[] = [];
      const unread: UnreadableRow[] = [];
      const listener = {
        opened: () => undefined,
        order: (row: BrokerOrder) => {
          order(row);
          rows.push(row);
        },
        unreadable: (row: UnreadableRow) => unread.push(row),
      };
      const end = flattrade.link({ socketUrl: url }).streamOrders(listener, stop.signal);
      return { rows, unread, end };
    }

    const publish = (...frames: object[]) => {
      react = (message, socket) => {
        asFlattrade(message, socket);
        if (message.t === 'o') for (const frame of frames) say(socket, frame);
      };
    };

    test('reports orders with our symbols, in sequence', async () => {
      const frame = { ...orderMessage, exch: 'NSE', tsym: 'INFY-EQ' };
      publish(...['1', '2', '3'].map((norenordno) => ({ ...frame, norenordno })));
      const { rows } = received();
      await until(() => rows.length === 3);

      expect(rows.map(({ brokerOrderId }) => brokerOrderId)).toEqual(['1', '2', '3']);
      expect(rows[0]).toMatchObject({
        symbol: 'INFY',
        exchange: 'NSE',
        trade: { execId: 'NSE-380011223-1' },
      });
    });

    test('ends the login if it is refused', async () => {
      react = (_message, socket) => say(socket, { t: 'ak', s: 'Not_Ok' });
      await received().end;

      expect(flattrade.login.state).toBe('loginNeeded');
    });

    test.each<[string, object, Partial<UnreadableRow>, number]>([
      ['names no order', { norenordno: '' }, { kind: 'order', brokerOrderId: null }, 1],
      ['names no side', { trantype: 'X' }, { kind: 'order', why: /trantype X/ as never }, 1],
      ['names a fill without a price', { flprc: '' }, { kind: 'execution' }, 2],
    ])('a frame that %s is told as it came, and the next one too', async (...row) => {
      const [, odd, told, readable] = row;
      publish({ ...orderMessage, ...odd }, orderMessage);
      const { rows, unread } = received();
      await until(() => rows.length === readable);

      const { why = expect.any(String) as string, ...names } = told;
      const matching = (why as unknown) instanceof RegExp ? expect.stringMatching(why) : why;
      expect(unread).toMatchObject([{ ...names, why: matching }]);
      expect(JSON.parse(unread[0].body)).toEqual({ ...orderMessage, ...odd });
    });

    test('is cut if the listener fails', async () => {
      publish(orderMessage);
      const { rows, end } = received(() => {
        throw new Error('not booked');
      });
      await end;

      expect(rows).toHaveLength(0);
    });

    test('without a login does not open', async () => {
      await flattrade.login.ended(flattrade.login.current!);
      await received().end;

      expect(sockets).toHaveLength(0);
    });
  });
});
