import { aNewOrder, aReport, JournaledOrder, ORDER_ID, someDecimal } from '../test/builders';
import { decideCancel, decideReplace, type RequestRules } from './decide-request';
import { decimal } from './decimal';
import { OrdType } from './requested-order';
import { isRefusal, REFUSAL_TEXT, RefusalCode } from './refusal';

const RULES: RequestRules = { refuseAfterFill: false };
const STRICT: RequestRules = { refuseAfterFill: true };

const trade = (lastQty: number, execId = 'T1') =>
  aReport('Trade', { execId, lastQty: decimal(lastQty), lastPx: decimal(100) });

/** An order that the link has accepted. */
function accepted(fields: Parameters<typeof aNewOrder>[0] = {}): JournaledOrder {
  const journal = new JournaledOrder(aNewOrder(fields));
  journal.send(ORDER_ID);
  journal.book(aReport('New'));
  return journal;
}

function replace(
  journal: JournaledOrder,
  asked: { quantity?: string; price?: string; stopPrice?: string } = {},
  rules = RULES,
) {
  const [quantity, price, stopPrice] = [asked.quantity, asked.price, asked.stopPrice].map(
    someDecimal,
  );
  const request = { clOrdId: 'Y', quantity: quantity!, price: price!, stopPrice: stopPrice! };
  return decideReplace(journal.order, request, rules);
}

const cancel = (journal: JournaledOrder, rules = RULES) =>
  decideCancel(journal.order, { clOrdId: 'Y', text: 'why' }, rules);

/** Makes the request, and the link takes it. */
function ask(journal: JournaledOrder, decided: ReturnType<typeof replace | typeof cancel>): void {
  if (isRefusal(decided)) throw new Error(decided.refused);
  journal.append(decided);
  journal.send(decided.clOrdId);
}

describe('refusals', () => {
  test.each(['Canceled', 'Expired', 'Rejected'] as const)('ORDER_CLOSED after %s', (kind) => {
    const journal = accepted();
    journal.book(aReport(kind));
    expect(replace(journal)).toEqual({ refused: RefusalCode.OrderClosed });
    expect(cancel(journal)).toEqual({ refused: RefusalCode.OrderClosed });
  });

  test('CANCEL_PENDING, whoever asked for the cancel', () => {
    const ours = accepted();
    ask(ours, cancel(ours));
    const theirs = accepted();
    theirs.book(aReport('PendingCancel'));
    for (const journal of [ours, theirs]) {
      expect(replace(journal)).toEqual({ refused: RefusalCode.CancelPending });
      expect(cancel(journal)).toEqual({ refused: RefusalCode.CancelPending });
    }
  });

  test('ORDER_HAS_FILLS, only if the setting is on', () => {
    const journal = accepted();
    expect(isRefusal(cancel(journal, STRICT))).toBe(false);
    journal.book(trade(4));
    expect(replace(journal, {}, STRICT)).toEqual({ refused: RefusalCode.OrderHasFills });
    expect(cancel(journal, STRICT)).toEqual({ refused: RefusalCode.OrderHasFills });
    expect(isRefusal(replace(journal))).toBe(false);
    expect(isRefusal(cancel(journal))).toBe(false);
  });

  test('ORDER_DONE_FOR_DAY on a day order; a good-till order may still be changed', () => {
    const day = accepted();
    day.book(aReport('DoneForDay'));
    expect(replace(day)).toEqual({ refused: RefusalCode.OrderDoneForDay });
    expect(cancel(day)).toEqual({ refused: RefusalCode.OrderDoneForDay });
    const goodTill = accepted({ timeInForce: 'GTC' as never });
    goodTill.book(aReport('DoneForDay'));
    expect(isRefusal(replace(goodTill))).toBe(false);
    expect(isRefusal(cancel(goodTill))).toBe(false);
  });

  test.each([
    ['less', { quantity: '9' }],
    ['the same', { quantity: '10' }],
    ['only another price', { price: '101' }],
  ])('ORDER_FILLED for a replace of a filled order that asks for %s', (_, asked) => {
    const journal = accepted();
    journal.book(trade(10));
    expect(replace(journal, asked)).toEqual({ refused: RefusalCode.OrderFilled });
  });

  test('ORDER_FILLED for a cancel, unless a replace may open the order again', () => {
    const journal = accepted();
    journal.book(trade(10));
    expect(cancel(journal)).toEqual({ refused: RefusalCode.OrderFilled });
    ask(journal, replace(journal, { quantity: '12' }));
    expect(cancel(journal)).toMatchObject({ type: 'CancelRequested' });
  });

  test.each([
    [OrdType.Market, { price: '101' }],
    [OrdType.Stop, { price: '101' }],
    [OrdType.Market, { stopPrice: '101' }],
    [OrdType.Limit, { stopPrice: '101' }],
  ])('PRICE_NOT_ALLOWED for a %s order and %j', (ordType, asked) => {
    expect(replace(accepted({ ordType }), asked)).toEqual({
      refused: RefusalCode.PriceNotAllowed,
    });
  });

  test('every code has a text, and the texts that programs look for are unchanged', () => {
    expect(Object.keys(REFUSAL_TEXT).sort()).toEqual(Object.values(RefusalCode).sort());
    expect(REFUSAL_TEXT[RefusalCode.OrderNotFound]).toBe('Order does not exist');
    expect(REFUSAL_TEXT[RefusalCode.OrderHasFills]).toBe('Not allowed - Order has fills');
  });
});

describe('what a replace asks for', () => {
  test('the whole new terms; a term that is not named stays', () => {
    const journal = accepted({ ordType: OrdType.StopLimit, stopPrice: decimal(95) });
    expect(replace(journal, { price: '101' })).toEqual({
      type: 'ReplaceRequested',
      clOrdId: `${ORDER_ID}-5`,
      newClOrdId: 'Y',
      orderQty: decimal(10),
      price: decimal(101),
      stopPrice: decimal(95),
      inherited: ['orderQty', 'stopPrice'],
    });
  });

  test('builds on the replace that is under way (rule 7)', () => {
    const journal = accepted();
    ask(journal, replace(journal, { quantity: '20', price: '101' }));
    expect(replace(journal, { price: '102' })).toMatchObject({
      orderQty: decimal(20),
      price: decimal(102),
    });
  });

  describe('while it waits to be sent', () => {
    const unrequested = (orderQty: number, price: number) =>
      aReport('Replaced', { clOrdId: null, orderQty: decimal(orderQty), price: decimal(price) });
    const wait = (journal: JournaledOrder, asked: Parameters<typeof replace>[1]): string => {
      const decided = replace(journal, asked);
      if (isRefusal(decided)) throw new Error(decided.refused);
      journal.append(decided);
      return decided.clOrdId;
    };
    const termsOf = (journal: JournaledOrder) =>
      journal.order.commands.map(({ terms }) => [
        terms?.orderQty.toNumber(),
        terms?.price?.toNumber(),
      ]);

    test('terms that it does not name follow an unrequested change', () => {
      const journal = accepted();
      wait(journal, { price: '101' });
      journal.book(unrequested(4, 99));
      expect(journal.order.orderQty).toEqual(decimal(4));
      expect(termsOf(journal)).toEqual([[4, 101]]);
    });

    test('terms that it names stay, and so do terms already sent', () => {
      const journal = accepted();
      wait(journal, { quantity: '20', price: '101' });
      journal.book(unrequested(4, 99));
      expect(termsOf(journal)).toEqual([[20, 101]]);

      const sent = accepted();
      sent.send(wait(sent, { price: '101' }));
      sent.book(aReport('Restated', { orderQty: decimal(4) }));
      expect(termsOf(sent)).toEqual([[10, 101]]);
    });

    test('it does not keep terms that an earlier request failed to get', () => {
      const journal = accepted();
      const first = wait(journal, { quantity: '20' });
      journal.send(first);
      wait(journal, { price: '101' });
      expect(termsOf(journal)).toEqual([
        [20, 100],
        [20, 101],
      ]);
      journal.book(aReport('CancelReject', { clOrdId: first, responseTo: 'replace' }));
      expect(termsOf(journal)).toEqual([[10, 101]]);
    });
  });

  test('at or below CumQty is not an error while the order is open (rule 5)', () => {
    const journal = accepted();
    journal.book(trade(4));
    expect(replace(journal, { quantity: '3' })).toMatchObject({ orderQty: decimal(3) });
  });

  test('more than is filled opens a filled order again (rule 6)', () => {
    const journal = accepted();
    journal.book(trade(10));
    expect(replace(journal, { quantity: '11' })).toMatchObject({ orderQty: decimal(11) });
  });
});

describe('what a cancel does', () => {
  const unsent = () => new JournaledOrder(aNewOrder());
  const attempt = { clOrdId: ORDER_ID, attempt: 1 };
  const started = (journal: JournaledOrder) =>
    journal.append({ type: 'SendStarted', ...attempt, tag: 't', sendBy: new Date(0) });

  test('takes effect here while the order waits to be sent', () => {
    expect(cancel(unsent())).toMatchObject({ type: 'CanceledUnsent', text: 'why' });
  });

  test('and when an attempt certainly failed', () => {
    const journal = unsent();
    started(journal);
    journal.append({ type: 'SendFailed', ...attempt, text: 'refused', notBefore: null });
    expect(cancel(journal)).toMatchObject({ type: 'CanceledUnsent' });
  });

  test('is sent to the link once the order may be on its way', () => {
    const journal = unsent();
    started(journal);
    expect(cancel(journal)).toMatchObject({ type: 'CancelRequested' });
    journal.append({ type: 'SendInDoubt', ...attempt, text: 'lost' });
    expect(cancel(journal)).toMatchObject({ type: 'CancelRequested' });
  });

  test('is sent to the link if the order was given by phone', () => {
    const journal = new JournaledOrder(aNewOrder({ origin: 'phone' }));
    expect(cancel(journal)).toMatchObject({ type: 'CancelRequested' });
  });

  test('also ends a replace that waits behind the unsent order', () => {
    const journal = unsent();
    journal.append(replace(journal, { quantity: '20' }) as never);
    journal.append(cancel(journal) as never);
    expect(journal.order.commands).toEqual([]);
    expect(journal.order.closed).toBe('Canceled');
  });
});
