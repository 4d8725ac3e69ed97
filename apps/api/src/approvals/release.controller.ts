import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OrderView } from '@ome/contracts';
import { DecideApprovals, type Origin, orderView } from '@ome/engine';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { OrderIdPipe } from '../http/path-id.pipes';
import { orRefuse } from '../problems/refused';

/** Staged orders, which wait for a trader. */
@ApiTags('orders')
@Controller('orders/:orderId/release')
@Needs(Scope.Orders)
@BoundBy('order')
export class ReleaseController {
  constructor(private readonly decide: DecideApprovals) {}

  @Post()
  @Audited('order.release')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends a staged order, unless rules hold it for a second person' })
  async release(
    @Param('orderId', OrderIdPipe) orderId: string,
    @FromCaller() origin: Origin,
  ): Promise<OrderView> {
    return orderView(orRefuse(await this.decide.release(orderId, origin)).order);
  }
}
