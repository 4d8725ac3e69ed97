import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { FixVenue } from '../fix/fix-venue';
import type { FixFields } from '../link/execution-report';
import { BrokersControl } from '../brokers/brokers-control';
import { Funds } from '../brokers/funds';
import { LinkLedger } from '../link/link-ledger';
import { fieldsOf } from '../malformed';
import { MarketPrices } from '../venue/market-prices';
import { Control, type ControlView } from './control';
import {
  parseBehaviour,
  parseLookup,
  parsePrice,
  parseTradePostBehaviour,
} from './parse-behaviour';

@Controller('control')
export class ControlController {
  constructor(
    private readonly control: Control,
    private readonly linkBook: LinkLedger,
    private readonly fix: FixVenue,
    private readonly brokers: BrokersControl,
    private readonly prices: MarketPrices,
    private readonly funds: Funds,
  ) {}

  @Get()
  view(): ControlView {
    return this.control.view();
  }

  @Delete()
  reset(): ControlView {
    this.control.reset();
    this.brokers.reset();
    this.prices.reset();
    this.funds.reset();
    return this.control.view();
  }

  @Put()
  setDefault(@Body() body: unknown): ControlView {
    this.control.setDefault(parseBehaviour(body));
    return this.control.view();
  }

  @Put('symbols/:symbol')
  setSymbol(@Param('symbol') symbol: string, @Body() body: unknown): ControlView {
    this.control.setSymbol(symbol, parseBehaviour(body));
    return this.control.view();
  }

  @Put('orders/:orderId')
  setOrder(@Param('orderId') orderId: string, @Body() body: unknown): ControlView {
    this.control.setOrder(orderId, parseBehaviour(body));
    return this.control.view();
  }

  @Put('lookup')
  setLookup(@Body() body: unknown): ControlView {
    this.control.lookup = parseLookup(body);
    return this.control.view();
  }

  /** The last traded price of a symbol, instead of the seed's price. */
  @Put('prices/:symbol')
  setPrice(@Param('symbol') symbol: string, @Body() body: unknown): Record<string, string> {
    this.prices.setLast(symbol, parsePrice(body));
    return this.prices.view();
  }

  @Put('trade_post')
  setTradePost(@Body() body: unknown): ControlView {
    this.control.setTradePost(parseTradePostBehaviour(body));
    return this.control.view();
  }

  @Post('orders/:orderId/report')
  @HttpCode(200)
  report(
    @Param('orderId') orderId: string,
    @Body() body: unknown,
  ): { success: true; report: FixFields } {
    const book = this.fix.book.hasOrder(orderId) ? this.fix.book : this.linkBook;
    return { success: true, report: book.sendByHand(orderId, fieldsOf(body)) };
  }
}
