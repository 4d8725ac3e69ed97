import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { PriceView } from '@ome/contracts';
import {
  canonicalExchange,
  decimal,
  type Decimal,
  decimalText,
  type Entitlement,
} from '@ome/domain';
import { Clock, InstrumentNames } from '@ome/engine';
import { type FedPrice, type LastPrice, LastPrices } from '@ome/persistence';
import { MarketTime, Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { invalid, InvalidRequest } from '@ome/order-entry';
import { schemaOf } from '../validation/compiled-schemas';
import { checked } from '../validation/validation.pipe';
import { FedPriceDto, PricesQuery } from './prices.dto';

const MAX_PRICES = 1_000;
/** A price dated further ahead would hide all prices until then. */
const MAX_AHEAD_MS = 60_000;

/** Last prices, and the first price of the market day. */
@ApiTags('prices')
@Controller('prices')
@Needs(Scope.Orders)
export class PricesController {
  constructor(
    private readonly prices: LastPrices,
    private readonly names: InstrumentNames,
    private readonly clock: Clock,
    private readonly marketTime: MarketTime,
  ) {}

  /** One item per exchange with a price of the symbol, which may be given in any form. */
  @Get()
  @Needs(Scope.View)
  @BoundBy('handler')
  @ApiQueryOf(PricesQuery)
  async list(
    @Entitled() within: Entitlement,
    @Query() { symbols, exchange }: PricesQuery,
  ): Promise<{ items: PriceView[] }> {
    const wanted = [...new Set(symbols.split(',').filter(Boolean))];
    if (wanted.length > MAX_PRICES) throw invalid('symbols', `must be at most ${MAX_PRICES}`);
    const on = exchange && canonicalExchange(exchange);
    const named = await Promise.all(wanted.map((symbol) => this.names.symbolsOf(symbol, on)));
    return { items: (await this.prices.newest(within, named.flat(), on)).map(priceView) };
  }

  /** Feeds prices, in any order: an older one never replaces a newer one. */
  @Post()
  @Needs(Scope.Prices)
  @BoundBy('engine')
  @Audited('prices.feed')
  @HttpCode(200)
  @ApiBody({
    schema: {
      type: 'array',
      maxItems: MAX_PRICES,
      items: schemaOf(FedPriceDto),
      example: [{ exchange: 'NSE', symbol: 'ACC', lastPx: '1850.5', bid: '1850', ask: '1851' }],
    },
  })
  async feed(@Body() body: unknown): Promise<{ taken: number }> {
    const now = this.clock.now();
    if (!Array.isArray(body) || body.length > MAX_PRICES) {
      throw invalid('body', `must be a list of at most ${MAX_PRICES} prices`);
    }
    const given = await Promise.all(
      body.map((item, index) => fedPrice(item, index, now, this.marketTime)),
    );
    const prices = given.map(async (price) => ({
      ...price,
      ...(await this.names.canonical(price)),
    }));
    await this.prices.feed(await Promise.all(prices));
    return { taken: given.length };
  }
}

async function fedPrice(
  item: unknown,
  index: number,
  now: Date,
  marketTime: MarketTime,
): Promise<FedPrice> {
  const dto = await checked(FedPriceDto, item).catch((error: unknown) => {
    if (!(error instanceof InvalidRequest)) throw error;
    const named = error.faults.map(({ field, message }) => ({
      field: `${index}.${field}`,
      message,
    }));
    throw new InvalidRequest(named);
  });
  const at = marketTime.instantOf(dto.at) ?? now;
  if (at.getTime() > now.getTime() + MAX_AHEAD_MS) {
    throw invalid(`${index}.at`, 'must not be in the future');
  }
  const { exchange, symbol, lastPx, bid, ask } = dto;
  return { exchange, symbol, price: decimal(lastPx), at, bid: amount(bid), ask: amount(ask) };
}

const amount = (given: string | number | null | undefined): Decimal | null =>
  given === undefined || given === null ? null : decimal(given);

const text = (value: Decimal | null): string | null => value && decimalText(value);

const priceView = ({ exchange, symbol, last, first, bid, ask }: LastPrice): PriceView => ({
  exchange,
  symbol,
  lastPx: decimalText(last.price),
  lastAt: last.at.toISOString(),
  source: last.source,
  firstPx: text(first && first.price),
  firstAt: first && first.at.toISOString(),
  bid: text(bid),
  ask: text(ask),
});
