import { Injectable } from '@nestjs/common';
import {
  decimal,
  type Decimal,
  decimalText,
  OrdType,
  parseIsoExpiry,
  Side,
  symbolOf,
  TimeInForce,
} from '@ome/domain';
import { Instruments } from '@ome/engine';
import { invalid } from '../problems/invalid-request';
import { type IronCondorDto, IronCondorLegDto, type NewBasketDto } from './baskets.dto';
import { checkedPart } from './nested';

const STAGE_TIMEOUT_MS = 30_000;

/** In the order in which strikes rise; the bought ones come first, as they hedge the others. */
const LEGS = [
  { name: 'putBuy', right: 'PUT', side: Side.Buy, stage: 1 },
  { name: 'putSell', right: 'PUT', side: Side.Sell, stage: 2 },
  { name: 'callSell', right: 'CALL', side: Side.Sell, stage: 2 },
  { name: 'callBuy', right: 'CALL', side: Side.Buy, stage: 1 },
] as const;

/** A bought put, a sold put, a sold call and a bought call of rising strikes, as a basket. */
@Injectable()
export class IronCondor {
  constructor(private readonly instruments: Instruments) {}

  async basket(dto: IronCondorDto): Promise<NewBasketDto> {
    const expiry = parseIsoExpiry(dto.expiry);
    if (!expiry) throw invalid('expiry', 'must be a day that there is');
    const legs = await Promise.all(
      LEGS.map(async ({ name, right, ...leg }) => {
        const { strike, price } = await checkedPart(IronCondorLegDto, name, dto[name]);
        return { ...leg, name, right, strike: decimal(strike), price };
      }),
    );
    checkStrikes(legs);
    const { underlying, exchange = 'NFO' } = dto;
    const symbols = legs.map(({ right, strike }) =>
      symbolOf({ kind: 'option', exchange, underlying, expiry, right, strike }),
    );
    const quantity = await this.quantity(dto, exchange, symbols);
    const { proceedWhen, stageTimeoutMs, onFailure, tag } = dto;
    return {
      ...dto,
      proceedWhen: proceedWhen ?? 'FILLED',
      stageTimeoutMs: stageTimeoutMs ?? STAGE_TIMEOUT_MS,
      onFailure: onFailure ?? 'UNWIND',
      legs: legs.map(({ stage, side, price }, index) => ({
        stage,
        side,
        exchange,
        quantity,
        symbol: symbols[index],
        ordType: price === undefined || price === null ? OrdType.Market : OrdType.Limit,
        timeInForce: TimeInForce.Day,
        ...(price !== undefined && price !== null && { price }),
        ...(tag && { tag }),
      })),
    };
  }

  /** In units, as orders are. */
  private async quantity(
    { lots, quantity }: IronCondorDto,
    exchange: string,
    symbols: string[],
  ): Promise<string | number> {
    const inLots = lots !== undefined && lots !== null;
    const inUnits = quantity !== undefined && quantity !== null;
    if (inLots === inUnits) throw invalid('quantity', 'or lots must be given, and not both');
    if (!inLots) return quantity!;
    const facts = await Promise.all(
      symbols.map((symbol) => this.instruments.find(exchange, symbol)),
    );
    const unknown = symbols.find((_, index) => facts[index] === null);
    if (unknown) throw invalid('lots', `need instruments that are known, and ${unknown} is not`);
    const sizes = new Set(facts.map((one) => decimalText(one!.lotSize)));
    if (sizes.size > 1) throw invalid('lots', 'are not the same for all four instruments');
    return decimalText(facts[0]!.lotSize.times(lots));
  }
}

function checkStrikes(legs: { name: string; strike: Decimal }[]): void {
  for (const [index, { name, strike }] of legs.entries()) {
    const below = legs[index - 1];
    if (below && strike.lte(below.strike)) {
      throw invalid(`${name}.strike`, `must be above that of ${below.name}`);
    }
  }
}
