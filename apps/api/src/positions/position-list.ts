import { Inject, Injectable } from '@nestjs/common';
import type { Page, ValuedPositionView } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { Clock, valuedPositionView } from '@ome/engine';
import { LastPrices, type PositionFilter, PositionQueries } from '@ome/persistence';
import { dayIn, SETTINGS, type Settings } from '@ome/platform';

/** Positions on the current market day, valued at current last prices. */
@Injectable()
export class PositionList {
  private readonly dayOf: (at: Date) => string;

  constructor(
    private readonly positions: PositionQueries,
    private readonly prices: LastPrices,
    private readonly clock: Clock,
    @Inject(SETTINGS) { MARKET_TIME_ZONE }: Settings,
  ) {
    this.dayOf = dayIn(MARKET_TIME_ZONE);
  }

  async page(
    within: Entitlement,
    filter: PositionFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<ValuedPositionView>> {
    const { items, nextCursor } = await this.positions.page(within, filter, cursor, limit);
    const day = this.dayOf(this.clock.now());
    const symbols = [...new Set(items.map(({ symbol }) => symbol))];
    const prices = await this.prices.newest(within, symbols);
    const lasts = new Map(
      prices.map(({ exchange, symbol, last }) => [
        `${exchange} ${symbol}`,
        { ...last, day: this.dayOf(last.at) },
      ]),
    );
    return {
      items: items.map((known) =>
        valuedPositionView(known, day, lasts.get(`${known.exchange} ${known.symbol}`) ?? null),
      ),
      nextCursor,
    };
  }
}
