import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ReportAnswer } from '@ome/contracts';
import { DEFAULT_LINK, Ids, type Origin } from '@ome/engine';
import { TakeReport } from '@ome/execution-links';
import { Metrics, Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { Takes } from '../http/takes.decorator';

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

/** Reports of execution links (wire format 2). */
@ApiTags('wire formats')
@Controller('execution_endpoint')
@Needs(Scope.Executions)
// A link reports on orders of all accounts.
@BoundBy('engine')
export class ExecutionEndpointController {
  constructor(
    private readonly reports: TakeReport,
    private readonly ids: Ids,
    private readonly metrics: Metrics,
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
    const answer = await this.reports.execute(body, DEFAULT_LINK, freshId, origin);
    this.metrics.reportsBooked.inc({ result: answer.success ? 'booked' : 'unmatched' });
    return answer;
  }
}
