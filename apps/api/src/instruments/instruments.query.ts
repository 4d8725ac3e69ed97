import { ID } from '@ome/order-entry';
import type { ImportRequest, InstrumentsRequest, QueryOf } from '@ome/contracts';
import { EXCHANGES, type Exchange, type InstrumentKind } from '@ome/domain';
import type { PriceUnit } from '@ome/engine';
import { CONTRACT_BROKERS } from '@ome/execution-links';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { PageQuery } from '../http/page.query';
import { IsDay } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };
const KINDS: InstrumentKind[] = ['equity', 'future', 'option'];

/** `GET /instruments` */
export class InstrumentsQuery extends PageQuery implements QueryOf<InstrumentsRequest> {
  /** A prefix of the symbol, a broker's symbol or a word of the company name. */
  @IsOptional()
  @Matches(/^[ -~]{1,64}$/, { message: '$property must be 1 to 64 ASCII characters' })
  search?: string;

  @IsOptional()
  @IsIn([...EXCHANGES])
  exchange?: Exchange;

  @IsOptional()
  @IsIn(KINDS)
  kind?: InstrumentKind;

  @IsOptional()
  @Matches(ID, ID_RULE)
  underlying?: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  broker?: string;

  /** Excludes shares and contracts that expire earlier. */
  @IsOptional()
  @IsDay()
  expiryFrom?: string;
}

const UNITS: PriceUnit[] = ['rupees', 'paise'];

/** `POST /instruments/import` */
export class ImportQuery implements QueryOf<ImportRequest> {
  @IsIn([...CONTRACT_BROKERS])
  broker!: string;

  /** The file name, which identifies its content; a later file of this name replaces it. */
  @Matches(/^[\w .()-]{1,128}$/, {
    message: '$property must be the name of a file, without a path',
  })
  file!: string;

  /** The unit of prices, for files that do not contain it. */
  @IsOptional()
  @IsIn(UNITS)
  unit?: PriceUnit;

  /** The day from which its lot sizes, tick sizes and freeze quantities apply. Default: today. */
  @IsOptional()
  @IsDay()
  validFrom?: string;
}
