import { inspect } from 'node:util';
import { BrokerAccount } from './broker-account';

const account = new BrokerAccount('flattrade', 'U1', 'K1', 'S1', new URL('http://127.0.0.1/'));

it('verifies the hash of key, code and secret', () => {
  const sum = '441151c2c5185ed8a3820d2154fdac3a849a308edd0bfd2026e1aa8cc5707386';
  expect(account.hashes(sum, 'K1C1')).toBe(true);
  expect(account.hashes(sum, 'K1C2')).toBe(false);
  expect(account.hashes('short', 'K1C1')).toBe(false);
});

it('verifies the hash of named fields', () => {
  const sum = 'b1944b36a8c3ec55a49b2764decb92fbd13da150c3bc9834debd2bc7b38c86f9';
  expect(account.hashes(sum, 'api_key=K1&request_token=C1&api_secret=')).toBe(true);
});

it('verifies the checksum of Breeze', () => {
  const sum = '8f1dcdaf1afa60a6407a22b8954473d7bb28aa59741647c3ae5279e8d73fa465';
  expect(account.hashes(sum, Buffer.from('2026-10-14T04:30:00.000Z{}'))).toBe(true);
});

it('verifies a signature', () => {
  const signature = 'd5d3410ac4a4c8ab47f5e8744cf7cb3a2bb48944711071076c3f968c5d5e7ff7';
  expect(account.signs(signature, '{"uid":"U1"}')).toBe(true);
  expect(account.signs(signature, '{"uid":"U2"}')).toBe(false);
});

it('shows no secret', () => {
  expect(inspect(account) + JSON.stringify(account)).not.toContain('S1');
});
