import fc from 'fast-check';
import { FixMessage, messageText } from './fix-message';
import { Framer } from './framer';

const heartbeat = (seq: number, text = '') =>
  messageText(
    'FIX.4.4',
    [
      [35, '0'],
      [34, seq],
    ],
    text && `58=${text}\x01`,
  );

function framed(pieces: readonly string[]) {
  const messages: string[] = [];
  let garbled = 0;
  const framer = new Framer({
    message: (text) => messages.push(text),
    garbled: () => (garbled += 1),
  });
  for (const piece of pieces) framer.push(piece);
  return { messages, garbled };
}

test('messages are the same however the stream is split', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary-ascii', maxLength: 20 }), { maxLength: 8 }),
      fc.array(fc.nat(40)),
      (texts, cuts) => {
        const sent = texts.map((text, at) => heartbeat(at + 1, text.replaceAll('\x01', '')));
        const stream = sent.join('');
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) pieces.push(stream.slice(at, (at += cut)));
        expect(framed([...pieces, stream.slice(at)])).toEqual({ messages: sent, garbled: 0 });
      },
    ),
  );
});

test.each([
  ['noise', 'GET / HTTP/1.1\r\n\x01'],
  ['a wrong CheckSum', heartbeat(1).replace(/10=\d{3}/, '10=999')],
  ['a BodyLength that is not a number', heartbeat(1).replace(/9=\d+/, '9=many')],
  ['a BodyLength that is too small', heartbeat(1).replace(/9=\d+/, '9=5')],
  ['a BodyLength above the maximum', '8=FIX.4.4\x019=9999999\x0135=0\x01'],
])('%s is skipped, and the next message is read', (_what, bytes) => {
  expect(framed([bytes + heartbeat(2)]).messages).toEqual([heartbeat(2)]);
});

test('a stream that never becomes a message takes no memory', () => {
  const framer = new Framer({ message: () => undefined, garbled: () => undefined });
  for (let round = 0; round < 1_000; round += 1) framer.push('x'.repeat(1_000));
  expect((framer as unknown as { buffer: string }).buffer.length).toBeLessThan(10);
});

test.each([
  '',
  'no field',
  '9=1\x018=FIX.4.4\x0135=0\x01',
  '8=FIX.4.4\x019=5\x01x=1\x01',
  '8=F\x01',
])('not a message: %j', (text) => expect(FixMessage.parse(text)).toBeNull());
