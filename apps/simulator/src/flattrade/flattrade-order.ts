import {
  BrokerOrder,
  type BrokerOrderInit,
  type OrderEvent,
  type Stream,
} from '../brokers/broker-order';
import { numericDate, timeOfDay } from '../brokers/indian-time';
import { averageText, moneyText } from '../brokers/positions';
import type { Sequence } from '../brokers/sequence';
import { Decimal, ZERO } from '../exact-decimal';
import { nextOpening } from '../market/session-phase';
import type { Fill } from '../venue/venue-order';
import { isStop, type Modification, type OrderFields } from './order-fields';
import { requestTime } from './replies';

type Row = Readonly<Record<string, string>>;

/** Noren's report types for each event, oldest first. */
const REPORT_TYPES: Readonly<Record<OrderEvent['type'], readonly string[]>> = {
  received: ['NewAck', 'PendingNew'],
  accepted: ['New'],
  rejected: ['Rejected'],
  filled: ['Fill'],
  replaceRequested: ['ModAck', 'PendingReplace'],
  replaced: ['Replaced'],
  replaceRejected: ['ReplaceRejected'],
  cancelRequested: ['CanAck', 'PendingCancel'],
  canceled: ['Canceled'],
  cancelRejected: ['CancelRejected'],
};

/** An order at Flattrade, as its books and frames show it. */
export class FlattradeOrder extends BrokerOrder {
  readonly front = 'flattrade';
  /** Rows of SingleOrdHist, newest first. */
  readonly history: Row[] = [];
  /** What a leg says of the order that it belongs to. */
  parentage: Row = {};
  private acknowledged = false;
  private rejreason = ' ';
  private canceledEarly = false;
  /** Placed while the exchange was closed, for the next session. */
  private readonly isEarly: boolean;

  constructor(
    init: BrokerOrderInit,
    public fields: OrderFields,
    private readonly instrument: Row,
    private readonly sequence: Sequence,
    stream: Stream,
    /** Whether the exchange is closed: after-market orders wait for the next session. */
    private readonly isClosed: () => boolean,
  ) {
    super(init, stream);
    this.isEarly = fields.amo && isClosed();
  }

  override get bookedAt(): Date {
    return this.isEarly ? nextOpening(this.at) : this.at;
  }

  newExecId(): string {
    return `3${this.sequence.next()}`;
  }

  modify(modification: Modification): void {
    this.fields = { ...this.fields, ...modification };
    this.trigger = isStop(modification.prctyp) ? modification.trgprc : null;
  }

  /** A stop goes on from other prices. */
  moveStop(trgprc: Decimal, prc: Decimal): void {
    this.fields = { ...this.fields, trgprc, prc };
    this.trigger = trgprc;
    this.price = prc;
  }

  /** Takes whatever price there is. */
  toMarket(): void {
    this.fields = { ...this.fields, prctyp: 'MKT', prc: null, trgprc: null };
    this.price = null;
    this.trigger = null;
  }

  get tick(): Decimal {
    return new Decimal(this.instrument.ti ?? '0.05');
  }

  get status(): string {
    if (this.closedAs === '8') return 'REJECTED';
    if (this.ordStatus === '2') return 'COMPLETE';
    if (this.closedAs) return this.canceledEarly ? 'AMO_CANCELED' : 'CANCELED';
    if (!this.acknowledged) return 'PENDING';
    if (this.waitsForSession) return 'AMO_OPEN';
    const isWaiting = isStop(this.fields.prctyp) && this.trigger !== null && this.cumQty.isZero();
    return isWaiting ? 'TRIGGER_PENDING' : 'OPEN';
  }

  private get waitsForSession(): boolean {
    return this.fields.amo && this.cumQty.isZero() && this.isClosed();
  }

  /** A row of OrderBook. */
  row(): Row {
    return {
      stat: 'Ok',
      ...this.facts(),
      prd: this.fields.prd,
      st_intrn: this.status,
      ordersource: 'API',
      norentm: requestTime(this.at),
      ordenttm: String(Math.floor(this.at.getTime() / 1_000)),
      ...this.instrument,
    };
  }

  /** A row of TradeBook. */
  tradeRow(fill: Fill): Row {
    return { ...this.row(), ...fillFields(fill), exch_tm: exchangeTime(fill.at) };
  }

  protected framesOf(event: OrderEvent): Row[] {
    if (event.type === 'accepted') this.acknowledged = true;
    if (event.type === 'canceled') this.canceledEarly = this.waitsForSession;
    if (event.type === 'rejected') this.rejreason = event.text;
    const at = this.course.now();
    return REPORT_TYPES[event.type].map((reporttype) => {
      const facts = { ...this.facts(), rejreason: 'text' in event ? event.text : this.rejreason };
      const happened = event.type === 'filled' ? fillFields(event.fill) : {};
      this.history.unshift({
        ...this.row(),
        ...facts,
        ...happened,
        rpt: reporttype,
        norentm: requestTime(at),
      });
      return {
        t: 'om',
        ...facts,
        pcode: this.fields.prd,
        reporttype,
        ...happened,
        norentm: requestTime(at),
        exch_tm: exchangeTime(at),
      };
    });
  }

  /** Of cover and bracket orders: how far their legs are from the fill. */
  private offsets(): Row {
    const { blprc, bpprc, trailprc } = this.fields;
    return {
      ...(blprc && { blprc: moneyText(blprc) }),
      ...(bpprc && { bpprc: moneyText(bpprc) }),
      ...(trailprc && { trailprc: moneyText(trailprc) }),
    };
  }

  /** The fields that the book and the frames have in common. */
  private facts(): Row {
    const { exch, tsym, trantype, prctyp, ret, trgprc, dscqty, amo } = this.fields;
    return {
      norenordno: this.orderId,
      uid: this.owner.userId,
      actid: this.owner.userId,
      exch,
      tsym,
      trantype,
      qty: this.orderQty.toFixed(),
      prc: moneyText(this.price ?? ZERO),
      prctyp,
      ret,
      trgprc: moneyText(trgprc ?? ZERO),
      dscqty,
      status: this.status,
      fillshares: this.cumQty.toFixed(),
      avgprc: averageText(this.avgPx),
      rejreason: this.rejreason,
      cancelqty: this.closedAs === '4' ? this.orderQty.minus(this.cumQty).toFixed() : '0',
      ...(this.acknowledged && { exchordid: `11${this.orderId}` }),
      exch_tm: exchangeTime(this.at),
      ...(this.tag !== '' && { remarks: this.tag }),
      ...(amo && { amo: 'Yes' }),
      ...this.offsets(),
      ...this.parentage,
    };
  }
}

const exchangeTime = (at: Date): string => `${numericDate(at)} ${timeOfDay(at)}`;

const fillFields = ({ execId, quantity, price, at }: Fill): Row => ({
  flid: execId,
  flqty: quantity.toFixed(),
  flprc: moneyText(price),
  fltm: exchangeTime(at),
});
