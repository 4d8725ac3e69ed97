import { setImmediate as turn } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { eventually, TestApi } from '../testing/test-api';
import { LiveFeed } from './live-feed';

let api: TestApi;
let socket: Socket;

beforeAll(async () => {
  api = await TestApi.start();
  socket = io(`${await api.listen()}/live`, { transports: ['websocket'] });
  await new Promise<void>((resolve) => void socket.once('connect', resolve));
});
afterAll(async () => {
  socket.close();
  await api.stop();
});

test('a socket subscribes once at a time, and what it sent in between is not made up for', async () => {
  const feed = api.app.get(LiveFeed);
  const begun: ((cursor: string) => void)[] = [];
  const begin = jest
    .spyOn(feed, 'begin')
    .mockImplementation(() => new Promise((resolve) => void begun.push(resolve)));
  const cursor = (await api.get('/events')).body.nextCursor as string;
  const answers: number[] = [];
  const subscribe = (index: number) =>
    socket.emit('subscribe', { rooms: ['all'] }, () => answers.push(index));
  for (let index = 0; index < 400; index += 1) subscribe(index);
  await eventually(() => {
    for (const proceed of begun.splice(0)) proceed(cursor);
    expect(answers).toContain(399);
  });
  expect(answers[0]).toBe(0);
  expect(begin.mock.calls.length).toBeLessThan(100);

  // Whoever has gone wants nothing any more.
  const before = begin.mock.calls.length;
  for (let index = 0; index < 10; index += 1) subscribe(index);
  await eventually(() => expect(begun).toHaveLength(1));
  socket.close();
  await eventually(async () => {
    expect((await api.get('/metrics')).text).toContain(
      'ome_live_subscribers{transport="socket"} 0',
    );
  });
  begun[0](cursor);
  await turn();
  expect(begin).toHaveBeenCalledTimes(before + 1);
  begin.mockRestore();
});
