import * as fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { tries } from '../../../../libs/domain/test/property-runs';
import { TestApi } from '../testing/test-api';

const ANSWERED_MS = 10_000;

/** What a subscription is answered with. */
type Outcome = { cursor?: string; problem?: { code: string; detail: string } };

const odd = fc.oneof(
  fc.constantFrom('', 'all', 'order:', 'order:f', 'user:\u0000', 'account:42', '__proto__', '$gt'),
  fc.constantFrom(null, true, -1, 1e308, [], {}, [[]], { $ne: null }, 'x'.repeat(5_000)),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const message = fc.oneof(
  { weight: 4, arbitrary: fc.record({ rooms: odd, after: odd }, { requiredKeys: [] }) },
  {
    weight: 4,
    arbitrary: fc.record({
      rooms: fc.array(fc.oneof(fc.constant('all'), odd), { maxLength: 120 }),
      after: fc.oneof(fc.constant(null), odd),
    }),
  },
  { weight: 2, arbitrary: odd },
);

let api: TestApi;
let url: string;
let socket: Socket;

beforeAll(async () => {
  api = await TestApi.start();
  url = `${await api.listen()}/live`;
  socket = io(url, { transports: ['websocket'] });
  // Whoever does not take what comes is cut off.
  socket.on('events', (_batch: unknown, taken: () => void) => taken());
  await api.place();
});
afterAll(async () => {
  socket.close();
  await api.stop();
});

test('every subscription is answered, with a cursor or with a reason', async () => {
  const before = await api.store.contents();
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      const outcome = (await socket
        .timeout(ANSWERED_MS)
        .emitWithAck('subscribe', given)) as Outcome;
      if (outcome.problem) {
        expect(['invalid', 'cursorExpired']).toContain(outcome.problem.code);
        expect(outcome.problem.detail).not.toBe('');
      } else {
        expect(outcome.cursor).toMatch(/^[0-9A-F]+$/);
      }
    }),
    tries(250),
  );
  expect(await api.store.contents()).toEqual(before);
});

test('messages of no known name, and answers that are none, change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 20 }), odd, async (name, given) => {
      const isOwn = ['connect', 'connect_error', 'disconnect', 'disconnecting'].includes(name);
      if (!isOwn && name !== 'newListener' && name !== 'removeListener') socket.emit(name, given);
      socket.emit('subscribe', given, 'no function');
    }),
    tries(250),
  );
  const outcome = (await socket
    .timeout(ANSWERED_MS)
    .emitWithAck('subscribe', { rooms: ['all'] })) as Outcome;
  expect(outcome.cursor).toBeDefined();
  expect((await api.place()).version).toBe(1);
});

test('what is no message of the protocol closes its own connection and no other', async () => {
  for (const packet of ['5', '42["subscribe"', '451-["x"]', '\u0000', '4'.repeat(70_000)]) {
    const rough = new WebSocket(
      `${url.replace(/^http(.*)\/live$/, 'ws$1')}/socket.io/?EIO=4&transport=websocket`,
    );
    await new Promise<void>((resolve) => {
      rough.onopen = () => rough.send(packet);
      rough.onclose = () => resolve();
      rough.onerror = () => resolve();
    });
  }
  expect(socket.connected).toBe(true);
});
