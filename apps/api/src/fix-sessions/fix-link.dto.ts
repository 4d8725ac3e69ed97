import type { FixLinkTerms, FixVenueField } from '@ome/contracts';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';

const HOST = /^[A-Za-z0-9.:_-]{1,253}$/;
const COMP_ID = /^[\x21-\x7e]{1,32}$/;
const VALUE = /^[\x20-\x7e]{1,128}$/;
const MAX_FIELDS = 50;

/** How the engine reaches a venue, and what the venue promises. */
export class FixLinkDto implements Partial<FixLinkTerms> {
  @Matches(HOST, { message: '$property must be a host name or an IP address' })
  host!: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  port!: number;

  /** Whether the connection is encrypted. Default: false. */
  @IsOptional()
  @IsBoolean()
  tls?: boolean;

  /** SenderCompID (49) that the venue gave us. Default: OME. */
  @IsOptional()
  @Matches(COMP_ID, { message: '$property must be 1 to 32 visible ASCII characters' })
  senderCompId?: string;

  /** HeartBtInt (108) in seconds. Default: 30. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3_600)
  heartBtInt?: number;

  /** Both numbers restart with each Logon: what was not told before is then lost. Default: false. */
  @IsOptional()
  @IsBoolean()
  resetOnLogon?: boolean;

  /** Both numbers restart where the venue has lost them. Default: false, people decide. */
  @IsOptional()
  @IsBoolean()
  resetWhenLost?: boolean;

  /** A number that the venue asks for again was not acted on. Default: true. */
  @IsOptional()
  @IsBoolean()
  askedAgainProvesAbsence?: boolean;

  /** An order that the venue says it does not know was not, and will not be, acted on. Default: false. */
  @IsOptional()
  @IsBoolean()
  unknownProvesAbsence?: boolean;

  /**
   * The venue answers OrderMassStatusRequest (AF): it is asked so where it does not answer the request
   * of one order (H). Not in FIX 4.2. Default: false.
   */
  @IsOptional()
  @IsBoolean()
  massStatus?: boolean;

  /** The venue recognizes an order sent before, by ClOrdID (11) and PossResend (97). Default: false. */
  @IsOptional()
  @IsBoolean()
  dedupes?: boolean;

  /** ClOrdIDs have at most 20 characters, letters and digits. Default: false. */
  @IsOptional()
  @IsBoolean()
  shortClOrdIds?: boolean;

  /** In the header of every message; each is a FixVenueFieldDto. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_FIELDS)
  header?: FixVenueField[];

  /** In every order, change and cancel; each is a FixVenueFieldDto. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_FIELDS)
  fields?: FixVenueField[];
}

/** A field of the venue's own. */
export class FixVenueFieldDto implements FixVenueField {
  @IsInt()
  @Min(1)
  @Max(99_999)
  tag!: number;

  /** `{account}`, `{user}` and `{product}` stand for those of the order. */
  @Matches(VALUE, { message: '$property must be 1 to 128 printable ASCII characters' })
  value!: string;
}
