import { Body, Controller, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ConfirmFillRequest } from '@ome/contracts';
import { ConfirmFill, type Origin } from '@ome/engine';
import { Scope } from '@ome/platform';
import { IsNotEmpty } from 'class-validator';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { OrderIdPipe } from '../http/path-id.pipes';
import { IsText } from '../validation/field.validators';

/** `POST /orders/:orderId/fills/:execId/confirm` */
export class ConfirmFillDto implements ConfirmFillRequest {
  @IsText(256)
  @IsNotEmpty()
  reason!: string;
}

/** Fills with an implausible price or time (`GET /fills?doubted=true`) need a confirmation. */
@ApiTags('ops')
@Controller('orders')
@Needs(Scope.Ops)
@BoundBy('order')
export class ConfirmFillController {
  constructor(private readonly confirmFill: ConfirmFill) {}

  /** The price counts from now on in last prices, price bands, and the value of positions. */
  @Post(':orderId/fills/:execId/confirm')
  @Audited('fills.confirm')
  @HttpCode(200)
  @ApiBodyOf(ConfirmFillDto, { reason: 'Seen in the contract note' })
  async confirm(
    @Param('orderId', OrderIdPipe) orderId: string,
    @Param('execId') execId: string,
    @Body() { reason }: ConfirmFillDto,
    @FromCaller() origin: Origin,
  ): Promise<{ confirmed: boolean }> {
    const { outcome } = await this.confirmFill.execute(orderId, execId, reason, origin);
    if (outcome === 'missing')
      throw new NotFoundException('There is no order or fill with this id');
    return { confirmed: true };
  }
}
