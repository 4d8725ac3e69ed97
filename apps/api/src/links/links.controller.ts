import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type {
  BrokerBooksView,
  BrokerHistoryView,
  BrokerMessageView,
  LinkView,
} from '@ome/contracts';
import { type Entitlement, EVERYTHING, Side } from '@ome/domain';
import type { Origin } from '@ome/engine';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs, Public } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { OrderIdPipe } from '../http/path-id.pipes';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { BrokerPositions } from '../positions/broker-positions';
import { BrokerBooks } from './broker-books';
import { BrokerSessions } from './broker-sessions';
import { CallbackGuard } from './callback.guard';
import { Takes } from '../http/takes.decorator';
import { ConvertPositionDto, LoginCallbackQuery } from './links.dto';

/** Links and broker sessions: their state, login, and the brokers' books. */
@ApiTags('links')
@Controller('links')
@BoundBy('handler')
export class LinksController {
  constructor(
    private readonly sessions: BrokerSessions,
    private readonly books: BrokerBooks,
    private readonly brokerPositions: BrokerPositions,
  ) {}

  @Get()
  @Needs(Scope.Ops)
  async links(@Entitled() within: Entitlement): Promise<{ items: LinkView[] }> {
    return { items: await this.sessions.all(within) };
  }

  /** The redirect target of a broker's login page, with a code that works once. */
  @Get(':link/:account/callback/:signature')
  @Public()
  @UseGuards(CallbackGuard)
  @Takes({ foreignPages: true, secretPath: true })
  @Audited('links.login')
  @Header('content-type', 'text/plain; charset=utf-8')
  callback(
    @Param('link') link: string,
    @Param('account') account: string,
    @Query() query: LoginCallbackQuery,
  ): Promise<string> {
    return this.sessions.logIn(EVERYTHING, link, account, query);
  }

  /** Some brokers post the code. */
  @Post(':link/:account/callback/:signature')
  @Public()
  @UseGuards(CallbackGuard)
  @Takes({ forms: true, strangers: true, foreignPages: true, secretPath: true })
  @Audited('links.login')
  @HttpCode(200)
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiBodyOf(LoginCallbackQuery, { code: '6f1e9a' })
  postedCallback(
    @Param('link') link: string,
    @Param('account') account: string,
    @Body() body: LoginCallbackQuery,
  ): Promise<string> {
    return this.sessions.logIn(EVERYTHING, link, account, body);
  }

  /** With a code that somebody copied from where the broker's login page led to. */
  @Post(':link/accounts/:account/login')
  @Audited('links.login')
  @HttpCode(200)
  @Header('content-type', 'text/plain; charset=utf-8')
  @Needs(Scope.Ops)
  @ApiBodyOf(LoginCallbackQuery, { code: '6f1e9a' })
  logIn(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
    @Body() body: LoginCallbackQuery,
  ): Promise<string> {
    return this.sessions.logIn(within, link, account, body);
  }

  /** The broker's orders of today, each beside ours. */
  @Get(':link/accounts/:account/orders')
  @Needs(Scope.Orders)
  orders(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
  ): Promise<BrokerBooksView['orders']> {
    return this.books.orders(this.sessions.sessionFor(within, link, account));
  }

  /** The broker's history of an order of ours, oldest first. */
  @Get(':link/accounts/:account/orders/:orderId/history')
  @Needs(Scope.Orders)
  history(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
    @Param('orderId', OrderIdPipe) orderId: string,
  ): Promise<BrokerHistoryView> {
    return this.books.history(this.sessions.sessionFor(within, link, account), orderId);
  }

  /** Exits a cover or bracket order, if the broker supports them. */
  @Post(':link/accounts/:account/orders/:orderId/exit')
  @Audited('links.exit')
  @HttpCode(200)
  @Needs(Scope.Orders)
  exit(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
    @Param('orderId', OrderIdPipe) orderId: string,
  ): Promise<BrokerMessageView> {
    return this.books.exit(this.sessions.sessionFor(within, link, account), orderId);
  }

  /** The broker's executions of today, each beside ours. */
  @Get(':link/accounts/:account/trades')
  @Needs(Scope.Orders)
  trades(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
  ): Promise<BrokerBooksView['trades']> {
    return this.books.trades(this.sessions.sessionFor(within, link, account));
  }

  /** The broker's positions, each beside the net quantity of our fills. */
  @Get(':link/accounts/:account/positions')
  @Needs(Scope.Orders)
  positions(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
  ): Promise<BrokerBooksView['positions']> {
    return this.books.positions(this.sessions.sessionFor(within, link, account));
  }

  @Get(':link/accounts/:account/holdings')
  @Needs(Scope.Orders)
  holdings(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
  ): Promise<BrokerBooksView['holdings']> {
    return this.books.holdings(this.sessions.sessionFor(within, link, account));
  }

  /** Funds and margins, as the broker reports them. */
  @Get(':link/accounts/:account/limits')
  @Needs(Scope.Orders)
  limits(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
  ): Promise<BrokerBooksView['limits']> {
    return this.books.limits(this.sessions.sessionFor(within, link, account));
  }

  /** Converts a position to another product, if the broker supports it. */
  @Post(':link/accounts/:account/conversions')
  @Audited('links.convert')
  @HttpCode(200)
  @Needs(Scope.Orders)
  @ApiBodyOf(ConvertPositionDto, {
    exchange: 'NSE',
    symbol: 'ACC',
    side: Side.Buy,
    quantity: '10',
    fromProduct: 'MIS',
    toProduct: 'CNC',
    positionType: 'DAY',
  })
  async convert(
    @Entitled() within: Entitlement,
    @Param('link') link: string,
    @Param('account') account: string,
    @Body() dto: ConvertPositionDto,
    @FromCaller() origin: Origin,
    @IdempotencyKey() key: string | null,
  ): Promise<BrokerMessageView> {
    const session = this.sessions.sessionFor(within, link, account);
    try {
      return await this.books.convert(session, account, dto, origin, key);
    } finally {
      this.brokerPositions.forget(session);
    }
  }
}
