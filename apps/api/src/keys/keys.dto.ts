import { applyDecorators } from '@nestjs/common';
import type { NewApiKeyRequest } from '@ome/contracts';
import { Scope } from '@ome/platform';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsEnum,
  IsOptional,
  Length,
  Matches,
} from 'class-validator';
import { IsInstant } from '../validation/field.validators';

/**
 * A name, or a prefix that ends in `*`. A single `*` is not allowed: leave the field out for all.
 */
const ENTRY = /^([\x21-\x29\x2b-\x7e][\x21-\x7e]{0,63}|\*[\x21-\x7e]{1,63})$/;
const ENTRY_RULE = {
  each: true,
  message: '$property must hold names, such as 42, or beginnings of names, such as 42*',
};
const MAX_ENTRIES = 1_000;

/** Accounts or users that somebody is entitled to; left out for all. */
export const IsEntitlementList = () =>
  applyDecorators(
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MAX_ENTRIES),
    ArrayUnique(),
    Matches(ENTRY, ENTRY_RULE),
  );

/** `POST /keys` */
export class NewApiKeyDto implements NewApiKeyRequest {
  /** The holder of the key. */
  @Length(1, 128)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsEnum(Scope, { each: true })
  scopes!: Scope[];

  /** Names of accounts, or prefixes that end in `*`. Default: all. */
  @IsEntitlementList()
  accounts?: string[];

  /** Names of users, or prefixes that end in `*`. Default: all. */
  @IsEntitlementList()
  users?: string[];

  /** Default: the key does not expire. */
  @IsOptional()
  @IsInstant()
  expiresAt?: string;
}
