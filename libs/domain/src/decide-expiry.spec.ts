import { endOfLifetime } from './decide-expiry';

const NOW = new Date('2026-11-20T03:45:00Z');

test.each([
  ['90d', '2027-02-18T03:45:00.000Z'],
  ['12h', '2026-11-20T15:45:00.000Z'],
  ['0d', undefined],
  ['90', undefined],
  ['1 d', undefined],
  ['-1d', undefined],
  ['', undefined],
])('%s', (text, end) => expect(endOfLifetime(text, NOW)?.toISOString()).toBe(end));
