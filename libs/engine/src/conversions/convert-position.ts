import {
  canonicalExchange,
  canonicalProduct,
  canonicalSymbol,
  type Decimal,
  ZERO,
} from '@ome/domain';
import type { BrokerLink, PositionConversion } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { Origin } from '../order-writer';
import type { Clock, Ids } from '../clock-and-ids';
import type { PositionAnnouncer, PositionReader } from '../positions/position-projector';
import type { AskedConversion, Conversion, ConversionJournal } from './conversion-journal';

/** It is ambiguous which account holds the position. */
export class HolderUnknown extends Error {
  override readonly name = 'HolderUnknown';
}

/** It is asked to become what it is: a broker may say yes to that, and nothing moves. */
export class SameProduct extends Error {
  override readonly name = 'SameProduct';
}

/** It was asked for before, under the same key, and is not asked for again. */
export class NotConvertedAgain extends Error {
  override readonly name = 'NotConvertedAgain';
}

export interface Holder {
  account: string;
  /** Signed, and not zero. */
  netQty: Decimal;
}

/** What is known when the broker did not convert. */
export type ConversionFault = (error: unknown) => 'refused' | 'unknown';

/**
 * Converts a position to another product, at the broker and in our journal: once, or not at all.
 */
export class ConvertPosition {
  constructor(
    private readonly brokers: Brokers,
    private readonly journal: ConversionJournal,
    private readonly positions: PositionReader,
    private readonly announcer: PositionAnnouncer,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * The intent is stored before the broker is asked. If its answer is lost, the next reconciliation
   * settles the outcome from the broker's positions.
   *
   * @param account the client's, or the broker's own code of the session
   * @param idempotencyKey unique per caller: a repeat is answered with what became of the first
   * @throws HolderUnknown, SameProduct, NotConvertedAgain, and what the link throws
   */
  async execute(
    link: BrokerLink,
    account: string,
    asked: PositionConversion,
    origin: Origin,
    faultOf: ConversionFault,
    idempotencyKey: string | null,
  ): Promise<string> {
    const quantity = asked.side === 'BUY' ? asked.quantity : asked.quantity.negated();
    const exchange = canonicalExchange(asked.exchange);
    const symbol = canonicalSymbol(exchange, asked.symbol);
    const [from, to] = [asked.fromProduct, asked.toProduct].map((product) =>
      canonicalProduct(exchange, product),
    );
    if (from === to) throw new SameProduct('must be another product than fromProduct');
    const conversionId =
      idempotencyKey === null
        ? this.ids.next()
        : this.ids.derive('conversion', link.route, account, idempotencyKey);
    const again = { ...asked, exchange, symbol, quantity };
    // Once it is converted, nobody may be left who holds it.
    const earlier = idempotencyKey === null ? null : await this.journal.find(conversionId);
    if (earlier) return answerTo(again, earlier);
    const conversion: Conversion = {
      conversionId,
      origin: 'client',
      ...origin,
      at: this.clock.now(),
      link: link.name,
      session: link.session,
      exchange,
      symbol,
      quantity,
      price: null,
      fromProduct: asked.fromProduct,
      toProduct: asked.toProduct,
      account: await this.holder(link, account, again),
    };
    if (!(await this.journal.request(conversion))) {
      return answerTo(again, (await this.journal.find(conversionId))!);
    }
    let answer: string;
    try {
      answer = await link.convert!(asked);
    } catch (error) {
      if (faultOf(error) === 'refused') {
        await this.journal.refuse(conversion, error instanceof Error ? error.message : '');
      }
      throw error;
    }
    await this.convert({ ...conversion, at: this.clock.now() });
    return answer;
  }

  /** Books a conversion that the broker has done. */
  async convert(conversion: Conversion): Promise<void> {
    const positions = await this.journal.convert(conversion);
    // Listeners that miss this get the positions with their next change.
    if (positions) await this.announcer.announce(positions).catch(() => undefined);
  }

  /** The account itself; for the session's own code, the only account that holds as much. */
  private async holder(
    link: BrokerLink,
    account: string,
    held: { exchange: string; symbol: string; fromProduct: string; quantity: Decimal },
  ): Promise<string> {
    if (account !== link.session) return account;
    const holders = await this.holders(link, held);
    const [only, ...others] = holders.filter(({ netQty }) => netQty.abs().gte(held.quantity.abs()));
    if (only !== undefined && others.length === 0) return only.account;
    if (link.accounts?.length === 1) return link.accounts[0];
    throw new HolderUnknown(
      `It is not clear whose position it is from ${account}: name the account that holds it`,
    );
  }

  /** Accounts of the session with a position on that side, and how much. */
  async holders(
    link: BrokerLink,
    {
      exchange,
      symbol,
      fromProduct,
      quantity,
    }: { exchange: string; symbol: string; fromProduct: string; quantity: Decimal },
  ): Promise<Holder[]> {
    const open = await this.positions.find({ link: link.name, exchange, symbol, open: true });
    const sums = new Map<string, Decimal>();
    for (const { account, product, position } of open) {
      const isMeant =
        canonicalProduct(exchange, product) === canonicalProduct(exchange, fromProduct) &&
        this.brokers.linkFor({ link: link.name, account }) === link;
      if (isMeant) sums.set(account, (sums.get(account) ?? ZERO).plus(position.netQty));
    }
    return [...sums]
      .map(([account, netQty]) => ({ account, netQty }))
      .filter(({ netQty }) => !netQty.isZero() && netQty.isNegative() === quantity.isNegative());
  }
}

type Content = Pick<Conversion, 'exchange' | 'symbol' | 'quantity' | 'fromProduct' | 'toProduct'>;

/** To a repeat under the key of an earlier request. */
function answerTo(asked: Content, { conversion, outcome }: AskedConversion): string {
  if (!isSame(asked, conversion)) {
    throw new NotConvertedAgain(
      'This Idempotency-Key was used for another conversion: ask for this one with another key',
    );
  }
  if (outcome?.kind === 'converted') return 'Converted before, under the same Idempotency-Key';
  throw new NotConvertedAgain(
    outcome
      ? `This Idempotency-Key was used for a conversion that was refused (${outcome.text}): ask again with another key`
      : 'This Idempotency-Key was used for a conversion whose outcome is not known yet: ask for it with the same key later',
  );
}

const isSame = (one: Content, other: Content): boolean =>
  one.exchange === other.exchange &&
  one.symbol === other.symbol &&
  one.quantity.eq(other.quantity) &&
  one.fromProduct === other.fromProduct &&
  one.toProduct === other.toProduct;
