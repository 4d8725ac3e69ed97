import type { NewApiKeyRequest } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { ArrayMinSize, ArrayUnique, IsArray, IsEnum, Length } from 'class-validator';

/** `POST /keys` */
export class NewApiKeyDto implements NewApiKeyRequest {
  /** Whose key it is. */
  @Length(1, 128)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsEnum(Scope, { each: true })
  scopes!: Scope[];
}
