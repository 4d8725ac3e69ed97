import type { OrderHistoryItem } from '@ome/contracts';
import { linkCalls } from './link-calls';

const event = (seq: number, type: string, detail: object): OrderHistoryItem =>
  ({
    id: `e-${seq}`,
    seq,
    type,
    at: new Date(seq * 100).toISOString(),
    detail,
  }) as OrderHistoryItem;

const started = (seq: number, attempt: number) =>
  event(seq, 'SendStarted', { clOrdId: 'o', attempt });

describe('the calls to the link in a journal', () => {
  test.each([
    ['SendAccepted', 'taken'],
    ['SendFailed', 'failed'],
    ['SendInDoubt', 'in doubt'],
  ])('%s settles the attempt that it names', (type, outcome) => {
    const answer = event(4, type, { clOrdId: 'o', attempt: 1, text: 'why' });
    expect(linkCalls([started(2, 1), answer])).toEqual([
      expect.objectContaining({ outcome, tookMs: 200, text: 'why' }),
    ]);
  });

  test('so does a report on the command, which may come before the answer', () => {
    const report = event(3, 'New', { clOrdId: 'o', source: 'link' });
    expect(linkCalls([started(2, 1), report])).toEqual([
      expect.objectContaining({ outcome: 'taken', tookMs: 100 }),
    ]);
  });

  test('an event of another attempt or command does not', () => {
    const others = [
      event(3, 'SendFailed', { clOrdId: 'o', attempt: 2 }),
      event(4, 'Canceled', { clOrdId: 'o-7', source: 'link' }),
    ];
    expect(linkCalls([started(2, 1), ...others])).toEqual([
      expect.objectContaining({ outcome: 'under way', answeredAt: null, tookMs: null }),
    ]);
  });
});
