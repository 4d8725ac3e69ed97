import { isNetwork, isWithin } from './networks';

test.each<[string, boolean]>([
  ['10.1.2.3', true],
  ['10.1.0.0/16', true],
  ['::1', true],
  ['fd00::/8', true],
  ['10.1.0.0/33', false],
  ['fd00::/129', false],
  ['10.1.0.0/', false],
  ['10.1', false],
  ['desk.example', false],
  ['', false],
])('%j is an address or a network: %s', (text, expected) => expect(isNetwork(text)).toBe(expected));

test.each<[string, boolean]>([
  ['10.1.2.3', true],
  ['::ffff:10.1.2.3', true],
  ['10.2.0.7', true],
  ['10.2.0.8', false],
  ['fd00::7', true],
  ['::1', false],
])('%s is within the networks: %s', (address, expected) => {
  expect(isWithin(['10.1.0.0/16', '10.2.0.7', 'fd00::/8'], address)).toBe(expected);
});
