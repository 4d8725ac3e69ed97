import { OmeUnreachable } from '@ome/client';
import { Session } from './session';

test('a watched list goes on while the engine does not answer, and ends when it refuses', async () => {
  const said: string[] = [];
  const terminal = {
    out: () => undefined,
    err: (text: string) => void said.push(text),
    pause: () => Promise.resolve(true),
  };
  const session = new Session(terminal, { url: 'http://127.0.0.1:1' }, undefined);
  let round = 0;
  const read = () => {
    round += 1;
    if (round === 2) throw new OmeUnreachable('GET /orders was not answered');
    if (round === 4) throw new Error('refused');
    return Promise.resolve();
  };

  await expect(session.watch(read, 1)).rejects.toThrow('refused');
  expect(said).toEqual([expect.stringContaining('was not answered')]);
});
