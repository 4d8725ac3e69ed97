import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ReportAnswer } from '@ome/contracts';
import { REFUSAL_TEXT, RefusalCode } from '@ome/domain';
import { BookReport, DEFAULT_LINK, Ids, objectionText, type Origin } from '@ome/engine';
import { MarketTime, Metrics, Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { Takes } from '../http/takes.decorator';
import { parseExecutionReport, type ReadReport } from './execution-report.parse';

const EXAMPLES = [
  { ClOrdID: '66f0c0ffee0123456789abcd', OrdStatus: '1', LastPx: 65, CumQty: 12 },
  {
    ClOrdID: '66f0c0ffee0123456789abcd',
    OrderID: 'V-1',
    ExecID: 'E-1',
    ExecType: 'F',
    LastQty: 12,
    LastPx: 65,
  },
  { order_id: '66f0c0ffee0123456789abcd', fill: { qtydone: 12, price: 65, exchange_id: 'NSE' } },
];

const UNKNOWN = REFUSAL_TEXT[RefusalCode.OrderNotFound];

/** Reports of execution links (wire format 2). */
@ApiTags('wire formats')
@Controller('execution_endpoint')
@Needs(Scope.Executions)
// A link reports on orders of all accounts.
@BoundBy('engine')
export class ExecutionEndpointController {
  constructor(
    private readonly bookReport: BookReport,
    private readonly ids: Ids,
    private readonly metrics: Metrics,
    private readonly marketTime: MarketTime,
  ) {}

  @Post()
  @Takes({ forms: true, reports: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'One of the three forms of wire format 2, told apart by its fields' })
  @ApiBody({ schema: { type: 'object', examples: EXAMPLES } })
  async post(
    @Body() body: unknown,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
  ): Promise<ReportAnswer> {
    const freshId = () => (key === null ? this.ids.next() : this.ids.derive('execution', key));
    const read = parseExecutionReport(body, DEFAULT_LINK, this.marketTime, freshId);
    const answer = await this.take(read, JSON.stringify(body), origin);
    this.metrics.reportsBooked.inc({ result: answer.success ? 'booked' : 'unmatched' });
    return answer;
  }

  private async take(read: ReadReport, body: string, origin: Origin): Promise<ReportAnswer> {
    if (!read.readable) {
      const comment = `${read.fault.field} ${read.fault.message}`;
      await this.bookReport.keepUnbookable(read.about, comment, { body });
      return { success: false, comment: `Kept for ops, not booked: ${comment}` };
    }
    const booked = await this.bookReport.execute(read.report, origin, body);
    if (booked.booked) return { success: true };
    const { objection } = booked;
    return { success: false, comment: objection ? objectionText(objection) : UNKNOWN };
  }
}
