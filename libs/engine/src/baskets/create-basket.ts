import {
  type ApprovalDemand,
  type Basket,
  type BasketLeg,
  type BasketNew,
  type BasketTerms,
  decimalText,
  Decimal,
  legClOrdId,
  ORDER_DEFAULTS,
  type Refusal,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type { EntryChecks } from '../approvals/entry-checks';
import type { ExecutionLinks, LinkIdentity } from '../execution-links';
import type { Origin } from '../order-writer';
import { DEFAULT_LINK } from '../place-order/place-order';
import type { Ids } from '../clock-and-ids';
import type { VenueTerms } from '../venue-terms';
import type { BasketWriter } from './basket-writer';

/** A leg as requested. */
export interface LegRequest extends Omit<BasketLeg, 'leg' | 'clOrdId' | 'orderId' | 'link'> {
  /** Null for the default link of the account. */
  link: string | null;
  /** Where the client gave its order an id of its own. */
  clOrdId?: string;
}

export interface CreateBasketCommand extends Omit<BasketTerms, 'legs'> {
  legs: LegRequest[];
}

export type CreatedBasket = { basket: Basket; created: boolean } | Refusal;

/** Accepts a basket with one journal insert. The basket runner then places its legs. */
export class CreateBasket {
  constructor(
    private readonly writer: BasketWriter,
    private readonly ids: Ids,
    private readonly links: ExecutionLinks<LinkIdentity>,
    private readonly venue: Pick<VenueTerms, 'name'>,
    private readonly checks: EntryChecks,
  ) {}

  idOf(account: string, basketClOrdId: string): string {
    return this.ids.derive('basket', account, basketClOrdId);
  }

  async execute(command: CreateBasketCommand, origin: Origin): Promise<CreatedBasket> {
    const { account, basketClOrdId } = command;
    const legs = command.legs.map((leg, index) => this.leg(command, leg, index + 1));
    const unserved = legs.some(({ link }) => !this.links.linkFor({ link, account }));
    if (unserved) return refuse(RefusalCode.AccountNotServed);
    const terms: BasketTerms = { ...command, legs };
    const basketId = this.idOf(account, basketClOrdId);
    const approval = await this.demand(basketId, terms, origin);
    const fact: BasketNew = { ...terms, type: 'BasketNew', ...(approval && { approval }) };
    const opened = await this.writer.record(basketId, null, fact, origin);
    if (opened) return { basket: opened, created: true };
    const first = await this.writer.read(basketId);
    if (!first) throw new Error(`Basket ${basketId} is held by an event that cannot be read yet`);
    if ((await this.contentOf(first)) !== (await this.contentOf(terms))) {
      return refuse(RefusalCode.DuplicateBasketClOrdId);
    }
    await this.writer.repair(basketId);
    return { basket: first, created: false };
  }

  /** A repeat is not judged: the first one stands. */
  private async demand(
    basketId: string,
    { account, userId, legs }: BasketTerms,
    { isManual = false }: Origin,
  ): Promise<ApprovalDemand | null> {
    if (!this.checks.mayHold({ account, userId }) || (await this.writer.read(basketId)))
      return null;
    const orders = await Promise.all(
      legs.map(async ({ stage: _stage, leg: _leg, slice: _slice, ...leg }) => {
        const named = await this.venue.name({ ...leg, account });
        return { ...ORDER_DEFAULTS, ...leg, ...named, account, userId, basketId };
      }),
    );
    return this.checks.basket(orders, isManual);
  }

  private leg(command: CreateBasketCommand, request: LegRequest, leg: number): BasketLeg {
    const { account, basketClOrdId } = command;
    const clOrdId = request.clOrdId ?? legClOrdId(basketClOrdId, leg);
    return {
      ...request,
      leg,
      clOrdId,
      orderId: this.ids.derive('clOrdId', account, clOrdId),
      link: request.link ?? this.links.namedFor(account) ?? DEFAULT_LINK,
    };
  }

  /** All that the client asked for, as one text, with canonical names and products. */
  private async contentOf(terms: BasketTerms): Promise<string> {
    const { basketClOrdId, account, userId, proceedWhen, stageTimeoutMs, onFailure } = terms;
    const legs = await Promise.all(
      terms.legs.map(async (leg) => {
        const { symbol, exchange, product } = await this.venue.name({ ...leg, account });
        return [
          ...[leg.clOrdId, leg.stage],
          ...[symbol, exchange, leg.side, leg.ordType, leg.timeInForce, product, leg.link],
          ...[leg.tag, leg.slice ?? false, leg.amo ?? false],
          ...[leg.orderQty, leg.price, leg.stopPrice].map((value) =>
            value instanceof Decimal ? decimalText(value) : null,
          ),
        ];
      }),
    );
    const head = [basketClOrdId, account, userId, proceedWhen, stageTimeoutMs, onFailure];
    return JSON.stringify([head, legs]);
  }
}
