import { aNewOrder, clock, JournaledOrder, ORDER_ID } from '../test/builders';
import {
  type BrokerOrder,
  type BrokerTrade,
  decimal,
  missingReports,
  type NewOrder,
  OrdStatus,
  ordStatus,
  OrdType,
  overtakenReplaces,
  Side,
  TimeInForce,
  unrequestedReplace,
} from '.';

const LATER = clock(3_000);

const row = (fields: Partial<BrokerOrder> = {}): BrokerOrder => ({
  brokerOrderId: 'B1',
  tag: null,
  symbol: 'ACME',
  exchange: 'NSE',
  product: null,
  side: Side.Buy,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  orderQty: decimal(10),
  price: decimal(100),
  stopPrice: null,
  ordStatus: OrdStatus.New,
  news: null,
  cumQty: null,
  text: null,
  transactTime: null,
  trade: null,
  ...fields,
});

const trade = (execId: string, quantity: number): BrokerTrade => ({
  brokerOrderId: 'B1',
  execId,
  lastQty: decimal(quantity),
  lastPx: decimal(100),
  exchange: 'NSE',
  transactTime: null,
});

/** An order that the broker has taken, and the effect of its rows on it. */
class OrderAtBroker extends JournaledOrder {
  constructor(fields: Partial<NewOrder> = {}) {
    super(aNewOrder(fields));
    this.send(ORDER_ID);
  }

  /** Returns what was booked. */
  absorb(shown: BrokerOrder, asOf = LATER): string[] {
    return missingReports(this.order, shown, asOf).flatMap(
      (report) => this.book(report)?.type ?? [],
    );
  }

  replace(orderQty: number, price = 100, isSent = true, trigger: number | null = null): string {
    const clOrdId = `${ORDER_ID}-${this.events.length + 1}`;
    const stopPrice = trigger === null ? null : decimal(trigger);
    const terms = { orderQty: decimal(orderQty), price: decimal(price), stopPrice };
    this.append({ type: 'ReplaceRequested', clOrdId, newClOrdId: null, ...terms });
    if (isSent) this.send(clOrdId);
    return clOrdId;
  }

  cancel(): void {
    const clOrdId = `${ORDER_ID}-${this.events.length + 1}`;
    this.append({ type: 'CancelRequested', clOrdId, newClOrdId: null, text: null });
    this.send(clOrdId);
  }

  get shown(): string {
    const { orderQty, cumQty } = this.order;
    return `${ordStatus(this.order)} ${cumQty.toFixed()}/${orderQty.toFixed()}`;
  }
}

describe('missingReports', () => {
  it.each([
    [OrdStatus.PendingNew, [], 'PendingNew 0/10'],
    [OrdStatus.New, ['New'], 'New 0/10'],
    [OrdStatus.PendingCancel, ['New'], 'New 0/10'],
    [OrdStatus.PartiallyFilled, ['New'], 'New 0/10'],
    [OrdStatus.Rejected, ['Rejected'], 'Rejected 0/10'],
    [OrdStatus.Canceled, ['Canceled'], 'Canceled 0/10'],
    [OrdStatus.Expired, ['Expired'], 'Expired 0/10'],
    [OrdStatus.Filled, [], 'PendingNew 0/10'],
    [null, [], 'PendingNew 0/10'],
  ])('a fresh order in a row that says %s: %j', (status, booked, shown) => {
    const order = new OrderAtBroker();
    expect(order.absorb(row({ ordStatus: status }))).toEqual(booked);
    expect(order.shown).toBe(shown);
    expect(order.absorb(row({ ordStatus: status }))).toEqual([]);
  });

  it('a row that finds a placement in doubt settles it, even if only the broker has the order', () => {
    const order = new JournaledOrder(aNewOrder());
    const attempt = { clOrdId: ORDER_ID, attempt: 1 };
    order.append({ type: 'SendStarted', ...attempt, tag: 't', sendBy: clock(60) });
    order.append({ type: 'SendInDoubt', ...attempt, text: 'lost' });
    const [found] = missingReports(order.order, row({ ordStatus: OrdStatus.PendingNew }), LATER);
    order.book(found);
    expect(order.order.commands).toEqual([]);
    expect(order.order.brokerOrderId).toBe('B1');
  });

  it('the same execution counts once, however often and from whichever source it arrives', () => {
    const order = new OrderAtBroker();
    const partly = row({ ordStatus: OrdStatus.PartiallyFilled, trade: trade('F1', 4) });
    expect(order.absorb(partly)).toEqual(['Trade']);
    expect(order.absorb(partly)).toEqual([]);
    expect(order.absorb(row({ ordStatus: OrdStatus.Filled, trade: trade('F2', 6) }))).toEqual([
      'Trade',
    ]);
    expect(order.shown).toBe('Filled 10/10');
  });

  it.each([
    [90, []],
    [91, ['Replaced']],
    [null, ['Replaced']],
  ])(
    'a replace of the trigger alone is answered by a row with trigger %s: %j',
    (trigger, booked) => {
      const order = new OrderAtBroker({ ordType: OrdType.StopLimit, stopPrice: decimal(90) });
      const shown = { ordType: OrdType.StopLimit, stopPrice: decimal(90) };
      order.absorb(row(shown));
      order.replace(10, 100, true, 91);
      const stopPrice = trigger === null ? null : decimal(trigger);
      expect(order.absorb(row({ ...shown, stopPrice }))).toEqual(booked);
      expect(order.order.stopPrice).toEqual(decimal(booked.length > 0 ? 91 : 90));
    },
  );

  it('a cancel that the broker confirms answers the request', () => {
    const order = new OrderAtBroker();
    order.absorb(row());
    order.cancel();
    expect(order.absorb(row())).toEqual([]);
    expect(order.absorb(row({ ordStatus: OrdStatus.Canceled }))).toEqual(['Canceled']);
    expect(order.order.commands).toEqual([]);
  });

  it('a cancel that the broker refuses leaves the order as it was', () => {
    const order = new OrderAtBroker();
    order.absorb(row());
    order.cancel();
    expect(order.absorb(row({ news: 'CancelRejected', text: 'too late' }))).toEqual([
      'CancelRejected',
    ]);
    expect(order.shown).toBe('New 0/10');
  });

  it('a cancel of an order that was filled meanwhile was too late', () => {
    const order = new OrderAtBroker();
    order.cancel();
    order.absorb(row({ ordStatus: OrdStatus.Filled, trade: trade('F1', 10) }));
    expect(order.shown).toBe('PendingCancel 10/10');
    expect(order.absorb(row({ ordStatus: OrdStatus.Filled }))).toEqual(['CancelRejected']);
    expect(order.shown).toBe('Filled 10/10');
  });

  describe('replaces', () => {
    const accepted = (): OrderAtBroker => {
      const order = new OrderAtBroker();
      order.absorb(row());
      return order;
    };

    it('are answered by a row with their terms', () => {
      const order = accepted();
      order.replace(20);
      expect(order.absorb(row())).toEqual([]);
      expect(order.absorb(row({ orderQty: decimal(20) }))).toEqual(['Replaced']);
      expect(order.shown).toBe('New 0/20');
      expect(order.absorb(row({ orderQty: decimal(20) }))).toEqual([]);
    });

    it('are not answered while the broker has them pending', () => {
      const order = accepted();
      order.replace(20);
      const pending = row({ orderQty: decimal(20), ordStatus: OrdStatus.PendingReplace });
      expect(order.absorb(pending)).toEqual([]);
    });

    it('that change nothing are answered by a row that shows nothing new', () => {
      const order = accepted();
      order.replace(10);
      expect(order.absorb(row())).toEqual(['Replaced']);
    });

    it('are not answered by what the broker said before them', () => {
      const order = accepted();
      order.replace(20);
      expect(order.absorb(row({ orderQty: decimal(20) }), clock(0))).toEqual([]);
    });

    it('that were refused leave the old terms', () => {
      const order = accepted();
      order.replace(20);
      expect(order.absorb(row({ news: 'ReplaceRejected', text: 'no' }))).toEqual([
        'ReplaceRejected',
      ]);
      expect(order.shown).toBe('New 0/10');
    });

    it('that came after the last fill are refused', () => {
      const order = accepted();
      order.replace(20);
      const filled = row({ ordStatus: OrdStatus.Filled, trade: trade('F1', 10) });
      expect(order.absorb(filled)).toEqual(['Trade']);
      expect(order.absorb(filled)).toEqual(['ReplaceRejected']);
      expect(order.shown).toBe('Filled 10/10');
    });

    it('before the one that the row shows were accepted as well', () => {
      const order = accepted();
      order.replace(20);
      order.replace(30);
      expect(order.absorb(row({ orderQty: decimal(30) }))).toEqual(['Replaced', 'Replaced']);
      expect(order.shown).toBe('New 0/30');
    });

    it('there and back are not taken as done before the first has been seen', () => {
      const order = accepted();
      order.replace(20);
      order.replace(10);
      expect(order.absorb(row())).toEqual([]);
      expect(order.absorb(row({ orderQty: decimal(20) }))).toEqual(['Replaced']);
      expect(order.absorb(row())).toEqual(['Replaced']);
      expect(order.shown).toBe('New 0/10');
    });

    it('of a market order are matched by quantity: the link makes up the limit', () => {
      const order = new OrderAtBroker({ ordType: OrdType.Market, price: null });
      order.absorb(row({ price: decimal('103.5') }));
      order.replace(20);
      const shown = row({ orderQty: decimal(20), price: decimal('104') });
      expect(order.absorb(shown)).toEqual(['Replaced']);
    });
  });

  it('says nothing about a closed order', () => {
    const order = new OrderAtBroker();
    order.absorb(row({ ordStatus: OrdStatus.Canceled }));
    for (const status of Object.values(OrdStatus)) {
      expect(order.absorb(row({ ordStatus: status }))).toEqual([]);
    }
    expect(order.absorb(row({ trade: trade('late', 3) }))).toEqual(['Trade']);
  });
});

describe('unrequestedReplace', () => {
  const resting = (fields: Partial<NewOrder> = {}) => {
    const order = new OrderAtBroker(fields);
    order.absorb(row());
    return order;
  };
  const changed = { orderQty: decimal(4), price: decimal(99) };

  /** Books what the row shows; returns its alerts. */
  const book = (order: OrderAtBroker, fields: Partial<BrokerOrder>): string[] | null => {
    const report = unrequestedReplace(order.order, row(fields));
    const event = report && order.book(report);
    if (event?.type !== 'Replaced') return null;
    expect(event.clOrdId).toBeNull();
    return event.alerts.map(({ code, field, ours, reported }) =>
      [code, field, ours, reported].join(' '),
    );
  };

  it('books terms that were changed at the broker, with an alert for each', () => {
    const order = resting();
    expect(book(order, changed)).toEqual([
      'UnrequestedChange OrderQty 10 4',
      'UnrequestedChange Price 100 99',
    ]);
    expect(order.shown).toBe('New 0/4');
    expect(order.order.price).toEqual(decimal(99));
    expect(book(order, changed)).toBeNull();
  });

  it('books the same change again, once it was changed back', () => {
    const order = resting();
    for (const fields of [changed, {}, changed]) expect(book(order, fields)).toHaveLength(2);
    expect(order.shown).toBe('New 0/4');
  });

  it('ends an order that was filled for less than we know', () => {
    const order = resting();
    const filled = { ordStatus: OrdStatus.Filled, orderQty: decimal(4), cumQty: decimal(4) };
    order.absorb(row({ ...filled, trade: trade('F1', 4) }));
    expect(book(order, filled)).toEqual(['UnrequestedChange OrderQty 10 4']);
    expect(order.shown).toBe('Filled 4/4');
  });

  it('takes a stop price, but no limit for an order type without one', () => {
    const order = resting({ ordType: OrdType.Stop, price: null, stopPrice: decimal(90) });
    const sent = { ordType: OrdType.StopLimit, price: decimal(95) };
    expect(book(order, { ...sent, stopPrice: decimal(91) })).toEqual([
      'UnrequestedChange StopPx 90 91',
    ]);
    expect(book(order, { ...sent, stopPrice: null })).toBeNull();
  });

  it.each<[OrdType, number | null, number | null, string[]]>([
    [OrdType.Market, null, null, ['OrdType LIMIT MARKET']],
    [OrdType.Market, 102, null, ['OrdType LIMIT MARKET']],
    [OrdType.StopLimit, 100, 99, ['OrdType LIMIT STOP_LIMIT', 'StopPx  99']],
    [OrdType.Stop, null, 99, ['OrdType LIMIT STOP', 'StopPx  99']],
  ])('takes the type that was made of a limit order: %s at %s, %s', (ordType, ...given) => {
    const [limit, trigger, alerts] = given;
    const order = resting();
    const [price, stopPrice] = [limit, trigger].map((each) => each && decimal(each));
    const shown = { ordType, price, stopPrice } as Partial<BrokerOrder>;
    expect(book(order, shown)).toEqual(alerts.map((alert) => `UnrequestedChange ${alert}`));
    const kept = ordType === OrdType.StopLimit ? price : null;
    expect(order.order).toMatchObject({ ordType, price: kept, stopPrice });
    expect(book(order, shown)).toBeNull();
  });

  it('takes a stop order that was made a limit order again', () => {
    const order = resting({ ordType: OrdType.StopLimit, stopPrice: decimal(90) });
    expect(book(order, {})).toEqual(['UnrequestedChange OrdType STOP_LIMIT LIMIT']);
    expect(order.order).toMatchObject({ ordType: OrdType.Limit, stopPrice: null });
  });

  it('takes the time in force that somebody gave it', () => {
    const order = resting();
    const shown = { timeInForce: TimeInForce.GoodTillCancel };
    expect(book(order, shown)).toEqual(['UnrequestedChange TimeInForce DAY GTC']);
    expect(order.order).toMatchObject({ ...shown, expireAt: null });
    expect(book(order, shown)).toBeNull();
    expect(book(order, { timeInForce: null })).toBeNull();
  });

  it('takes a market order shown with the limit that it was sent with as it is', () => {
    const order = resting({ ordType: OrdType.Market, price: null });
    expect(book(order, { ordType: OrdType.Limit, price: decimal(105) })).toBeNull();
    expect(order.order).toMatchObject({ ordType: OrdType.Market, price: null });
  });

  it('books a change made while our own request waits to be sent', () => {
    const order = resting();
    order.replace(20, 101, false);
    expect(book(order, changed)).toHaveLength(2);
    expect(order.order.commands).toHaveLength(1);
  });

  it('takes the terms that an order had when it ended, changed at the broker shortly before', () => {
    const order = resting();
    const ended = { ...changed, ordStatus: OrdStatus.Canceled };
    order.absorb(row(ended));
    expect(order.shown).toBe('Canceled 0/10');
    expect(book(order, ended)).toEqual([
      'UnrequestedChange OrderQty 10 4',
      'UnrequestedChange Price 100 99',
    ]);
    expect(order.shown).toBe('Canceled 0/4');
    expect(book(order, ended)).toBeNull();
  });

  it('concludes nothing while something of ours is under way, or of another state after the end', () => {
    const replacing = resting();
    replacing.replace(20);
    const canceling = resting();
    canceling.cancel();
    const closed = resting();
    closed.absorb(row({ ordStatus: OrdStatus.Canceled }));
    for (const order of [replacing, canceling, closed]) expect(book(order, changed)).toBeNull();
    const pending = { ...changed, ordStatus: OrdStatus.PendingReplace };
    expect(book(resting(), pending)).toBeNull();
  });
});

describe('overtakenReplaces', () => {
  const changed = { orderQty: decimal(4), price: decimal(99) };
  const replacing = () => {
    const order = new OrderAtBroker();
    order.absorb(row());
    order.replace(20, 101);
    return order;
  };

  it('answer what the broker took with the terms that somebody else gave the order there', () => {
    const order = replacing();
    order.replace(30, 102);
    const alerts = overtakenReplaces(order.order, row(changed)).map((report) => {
      const event = order.book(report);
      return event?.type === 'Replaced' ? event.alerts.map(({ ours }) => ours) : null;
    });
    expect(alerts).toEqual([
      ['20', '101'],
      ['30', '102'],
    ]);
    expect(order.shown).toBe('New 0/4');
    expect(order.order.price).toEqual(decimal(99));
    expect(order.order.commands).toEqual([]);
  });

  it('answer a replace of the quantity with the trigger that somebody gave the order meanwhile', () => {
    const order = new OrderAtBroker({ ordType: OrdType.StopLimit, stopPrice: decimal(90) });
    const stop = { ordType: OrdType.StopLimit, stopPrice: decimal(90) };
    order.absorb(row(stop));
    order.replace(20, 100, true, 90);
    const shown = row({ ...stop, orderQty: decimal(20), stopPrice: decimal(89) });
    for (const report of overtakenReplaces(order.order, shown)) order.book(report);
    expect(order.order).toMatchObject({ orderQty: decimal(20), stopPrice: decimal(89) });
    expect(order.order.commands).toEqual([]);
  });

  it('are none where the row shows what was asked for or was there before, or says nothing certain', () => {
    for (const fields of [
      {},
      { orderQty: decimal(20), price: decimal(101) },
      { ...changed, ordStatus: OrdStatus.PendingReplace },
      { ...changed, ordStatus: OrdStatus.Canceled },
      { ...changed, ordStatus: null },
    ]) {
      expect(overtakenReplaces(replacing().order, row(fields))).toEqual([]);
    }
    const canceling = replacing();
    canceling.cancel();
    expect(overtakenReplaces(canceling.order, row(changed))).toEqual([]);
  });
});
