import {
  FIX_REQUEST_TYPES,
  FIX_SESSION_HOURS,
  FIX_SESSION_ROLES,
  FIX_SESSION_VERSIONS,
  type FixSessionLogoutRequest,
  type FixSessionRequest,
  type FixSessionResetRequest,
  type FixSessionRole,
  type FixSessionVersion,
} from '@ome/contracts';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsEntitlementList } from '../keys/keys.dto';
import { IsIanaTimeZone, IsNetwork, IsText } from '../validation/field.validators';

const NAME = /^[\x21-\x7e]{1,64}$/;
const NAME_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };

const MAX_ADDRESSES = 100;
const MAX_CERTIFICATES = 100;
const FINGERPRINT = /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i;
const FINGERPRINT_RULE =
  '$property must hold SHA-256 fingerprints: 64 hexadecimal digits, as openssl x509 -fingerprint -sha256 shows them';

const HOURS_RULE = '$property must be such as 09:00-17:30 or sunday 18:00-friday 17:00';

/** `PUT /fix/sessions/:compId` */
export class FixSessionDto implements FixSessionRequest {
  @IsIn(FIX_SESSION_VERSIONS)
  version!: FixSessionVersion;

  /** Order entry gets the reports of its own orders, a drop copy those of every order. */
  @IsOptional()
  @IsIn(FIX_SESSION_ROLES)
  role?: FixSessionRole;

  /** False: nobody may log on to it. Default: true. */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** Names of accounts, or prefixes that end in `*`. Default: all. */
  @IsEntitlementList()
  accounts?: string[];

  /** Names of users, or prefixes that end in `*`. Default: all. */
  @IsEntitlementList()
  users?: string[];

  /** For orders without Account (1). Default: the CompID. */
  @IsOptional()
  @Matches(NAME, NAME_RULE)
  defaultAccount?: string;

  /** For orders without SecurityExchange (207). Default: NSE. */
  @IsOptional()
  @Matches(NAME, NAME_RULE)
  defaultExchange?: string;

  /** Whether ResetSeqNumFlag (141) is obeyed. Default: true. */
  @IsOptional()
  @IsBoolean()
  resetAllowed?: boolean;

  /** Whether open orders of the session are canceled when its connection ends. Default: false. */
  @IsOptional()
  @IsBoolean()
  cancelOnDisconnect?: boolean;

  /** More messages within a second are refused; at twice as many it is logged out. Default: no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  maxMessagesPerSecond?: number;

  /** MsgTypes (35) that it may send, beside those of the session itself. Default: all. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(FIX_REQUEST_TYPES, { each: true })
  messageTypes?: string[];

  /** IP addresses, or networks such as `10.1.0.0/16`, that it may connect from. Default: all. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ADDRESSES)
  @ArrayUnique()
  @IsNetwork({ each: true })
  addresses?: string[];

  /**
   * SHA-256 fingerprints of the client certificates with which it may connect over TLS, with or
   * without colons. Default: all.
   */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_CERTIFICATES)
  @ArrayUnique()
  @Matches(FINGERPRINT, { each: true, message: FINGERPRINT_RULE })
  certificates?: string[];

  /**
   * When it may be logged on: `09:00-17:30` of every day, or `sunday 18:00-friday 17:00` of every
   * week. Both numbers restart whenever that begins. Default: always.
   */
  @IsOptional()
  @Matches(FIX_SESSION_HOURS, { message: HOURS_RULE })
  hours?: string;

  /** Of its hours, an IANA name. Default: the market's. */
  @IsOptional()
  @IsIanaTimeZone()
  timeZone?: string;

  /** Closed on days without a session of this exchange; of daily hours alone. */
  @IsOptional()
  @Matches(NAME, NAME_RULE)
  tradingDaysOf?: string;

  /** Of the role link alone: a FixLinkDto. */
  @IsOptional()
  @IsObject()
  link?: FixSessionRequest['link'];
}

/** `POST /fix/sessions/:compId/reset` */
export class FixSessionResetDto implements FixSessionResetRequest {
  /** For the audit. */
  @IsText(256)
  @Matches(/\S/, { message: '$property must say why' })
  reason!: string;
}

/** `POST /fix/sessions/:compId/logout` */
export class FixSessionLogoutDto implements FixSessionLogoutRequest {
  /** For the audit. */
  @IsOptional()
  @IsText(256)
  reason?: string;
}

/** As sessions are stored: in lower case, without colons. */
export const plainFingerprint = (fingerprint: string): string =>
  fingerprint.replaceAll(':', '').toLowerCase();
