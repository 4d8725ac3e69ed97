import { ID } from '@ome/order-entry';
import type { KillSwitchRequest } from '@ome/contracts';
import { KillSwitchMode, KillSwitchScope } from '@ome/domain';
import { IsBoolean, IsEnum, IsOptional, Matches } from 'class-validator';
import { IsText } from '../validation/field.validators';

/** `POST /risk/kill-switch` */
export class KillSwitchDto implements KillSwitchRequest {
  @IsEnum(KillSwitchScope)
  scope!: KillSwitchScope;

  /** The account or user to stop; left out for the whole engine. */
  @IsOptional()
  @Matches(ID, { message: '$property must be 1 to 64 visible ASCII characters' })
  id?: string;

  /**
   * `block-new` lets reduce-only orders pass, `block-all` stops them as well. Default: the mode of
   * an active switch, else `block-new`.
   */
  @IsOptional()
  @IsEnum(KillSwitchMode)
  mode?: KillSwitchMode;

  /** Shown to everyone whose order is refused. */
  @IsText(256)
  @Matches(/\S/, { message: '$property must say why' })
  reason!: string;

  /** Whether open orders are canceled as well. */
  @IsOptional()
  @IsBoolean()
  cancelOpen?: boolean;
}
