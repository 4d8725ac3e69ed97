import { ID } from '@ome/order-entry';
import type { KillSwitchRequest } from '@ome/contracts';
import { KillSwitchMode, KillSwitchScope } from '@ome/domain';
import { IsBoolean, IsEnum, IsOptional, Matches } from 'class-validator';
import { IsText } from '../validation/field.validators';

/** `POST /risk/kill-switch` */
export class KillSwitchDto implements KillSwitchRequest {
  @IsEnum(KillSwitchScope)
  scope!: KillSwitchScope;

  /** The account or user that is stopped; left out for the whole engine. */
  @IsOptional()
  @Matches(ID, { message: '$property must be 1 to 64 visible ASCII characters' })
  id?: string;

  /**
   * `block-new` lets orders pass that only reduce a position, `block-all` stops those as well; left
   * out, a switch that is pulled stays as it is, and another one is `block-new`.
   */
  @IsOptional()
  @IsEnum(KillSwitchMode)
  mode?: KillSwitchMode;

  /** Told to everyone whose order is refused. */
  @IsText(256)
  @Matches(/\S/, { message: '$property must say why' })
  reason!: string;

  /** Whether what is open is canceled as well. */
  @IsOptional()
  @IsBoolean()
  cancelOpen?: boolean;
}
