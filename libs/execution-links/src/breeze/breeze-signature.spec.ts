import { requestChecksum, requestTimestamp, sessionParts } from './breeze-signature';

describe('the signature of a call', () => {
  test('covers the timestamp, the body and the secret', () => {
    expect(requestChecksum('2026-10-14T04:30:00.000Z', '{}', 'S1')).toBe(
      'token 8f1dcdaf1afa60a6407a22b8954473d7bb28aa59741647c3ae5279e8d73fa465',
    );
  });

  test('has a timestamp of whole seconds', () => {
    expect(requestTimestamp(new Date('2026-10-14T04:30:00.987Z'))).toBe('2026-10-14T04:30:00.000Z');
  });
});

describe('sessionParts', () => {
  test('splits user and key at the first colon', () => {
    expect(sessionParts('QUJDRDEyMzQ6NTU0NDMz')).toEqual({
      userId: 'ABCD1234',
      sessionKey: '554433',
    });
    expect(sessionParts(Buffer.from('A:b:c').toString('base64'))).toEqual({
      userId: 'A',
      sessionKey: 'b:c',
    });
  });

  test.each(['', 'no base64', Buffer.from('nothing').toString('base64')])('not of %j', (token) => {
    expect(sessionParts(token)).toBeNull();
  });
});
