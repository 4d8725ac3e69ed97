import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page, UnmatchedReportView } from '@ome/contracts';
import type { ExecutionReport } from '@ome/domain';
import {
  type KeptReport,
  MatchReports,
  objectionText,
  type Origin,
  UnmatchedReports,
} from '@ome/engine';
import { UnmatchedReportQueries } from '@ome/persistence';
import { MarketTime, Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { PageQuery, pageLimit } from '../http/page.query';
import { plainJson } from '../orders/plain-json';
import { completedReport } from './hand-booking';
import { AssignDto, BookByHandDto, DismissDto } from './ops.dto';

const NO_SUCH = 'There is no report or order with this id';

/** Reports that could not be booked, and what ops can do about them. */
@ApiTags('ops')
@Controller('ops/unmatched-reports')
@Needs(Scope.Ops)
@BoundBy('engine')
export class UnmatchedReportsController {
  constructor(
    private readonly queries: UnmatchedReportQueries,
    private readonly reports: UnmatchedReports,
    private readonly matchReports: MatchReports,
    private readonly marketTime: MarketTime,
  ) {}

  /** Reports of unknown orders, that contradict their order, or that lack required fields. */
  @Get()
  @ApiQueryOf(PageQuery)
  async page(@Query() query: PageQuery): Promise<Page<UnmatchedReportView>> {
    const page = await this.queries.page(query.cursor ?? null, pageLimit(query));
    return { ...page, items: page.items.map((report) => plainJson(report)) };
  }

  /** Books a report unchanged on the given order. */
  @Post(':id/assign')
  @Audited('reports.assign')
  @HttpCode(200)
  @ApiBodyOf(AssignDto, { orderId: '0123456789abcdef01234567' })
  async assign(
    @Param('id') id: string,
    @Body() { orderId }: AssignDto,
    @FromCaller() origin: Origin,
  ): Promise<{ assigned: boolean }> {
    const { report, keptFor } = await this.kept(id, orderId);
    if (keptFor !== 'unknown' || !report) {
      throw new ConflictException('This report must be booked by hand, with a reason: POST …/book');
    }
    return { assigned: await this.bookedOn(id, orderId, report, origin) };
  }

  /** Books a report with added fields, even if it contradicts the order. It is booked once. */
  @Post(':id/book')
  @Audited('reports.book')
  @HttpCode(200)
  @ApiBodyOf(BookByHandDto, {
    orderId: '0123456789abcdef01234567',
    LastQty: '10',
    LastPx: '101.5',
    reason: 'Confirmed by the dealer of the broker',
  })
  async book(
    @Param('id') id: string,
    @Body() booking: BookByHandDto,
    @FromCaller() origin: Origin,
  ): Promise<{ booked: boolean }> {
    const report = completedReport(await this.kept(id, booking.orderId), booking, this.marketTime);
    return { booked: await this.bookedOn(id, booking.orderId, report, origin) };
  }

  /** Removes a report that is not ours from the list. It stays in the store. */
  @Post(':id/dismiss')
  @Audited('reports.dismiss')
  @HttpCode(200)
  @ApiBodyOf(DismissDto, { reason: 'Of another desk' })
  async dismiss(
    @Param('id') id: string,
    @Body() _reason: DismissDto,
    @FromCaller() origin: Origin,
  ): Promise<{ dismissed: boolean }> {
    const dismissed = await this.reports.dismiss(id, origin.by ?? 'ops');
    if (!dismissed) throw new NotFoundException(NO_SUCH);
    return { dismissed };
  }

  private async kept(id: string, orderId: string): Promise<KeptReport> {
    const kept = await this.reports.find(id);
    if (!kept) throw new NotFoundException(NO_SUCH);
    if (kept.orderId !== null && kept.orderId !== orderId) {
      throw new ConflictException(`The report is already booked on order ${kept.orderId}`);
    }
    return kept;
  }

  private async bookedOn(
    id: string,
    orderId: string,
    report: ExecutionReport,
    origin: Origin,
  ): Promise<boolean> {
    const booked = await this.matchReports.bookByHand(id, orderId, report, origin);
    if (booked.booked) return true;
    if (!booked.objection) throw new NotFoundException(NO_SUCH);
    throw new ConflictException(
      `${objectionText(booked.objection)}; give it an ExecID of its own where it is another one`,
    );
  }
}
