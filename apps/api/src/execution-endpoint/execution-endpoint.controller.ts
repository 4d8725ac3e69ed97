import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { REFUSAL_TEXT, RefusalCode } from '@ome/domain';
import { BookReport, Ids, type Origin } from '@ome/engine';
import { Metrics, Scope } from '@ome/platform';
import { Needs } from '../auth/api-key.guard';
import { FromCaller } from '../auth/origin.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { DEFAULT_LINK } from '../orders/order-command';
import { parseExecutionReport } from './execution-report.parse';

/** Where execution links report (wire format 2). */
@ApiTags('wire formats')
@Controller('execution_endpoint')
@Needs(Scope.Executions)
export class ExecutionEndpointController {
  constructor(
    private readonly bookReport: BookReport,
    private readonly ids: Ids,
    private readonly metrics: Metrics,
  ) {}

  @Post()
  @HttpCode(200)
  async post(
    @Body() body: unknown,
    @IdempotencyKey() key: string | null,
    @FromCaller() origin: Origin,
  ): Promise<object> {
    const freshId = () => (key === null ? this.ids.next() : this.ids.derive('execution', key));
    const report = parseExecutionReport(body, DEFAULT_LINK, freshId);
    const { booked } = await this.bookReport.execute(report, origin);
    this.metrics.reportsBooked.inc({ result: booked ? 'booked' : 'unmatched' });
    return booked
      ? { success: true }
      : { success: false, comment: REFUSAL_TEXT[RefusalCode.OrderNotFound] };
  }
}
