import {
  type ChangedUserRequest,
  type ChoosePasswordRequest,
  type DeviceCodeRequest,
  type NewUserRequest,
  type OwnKeyRequest,
  type SetupRequest,
  SIGN_IN_WAYS,
  type SignInRequest,
  type SignInWay,
  type UserTermsRequest,
} from '@ome/contracts';
import { LOGIN, LOGIN_RULE, Role, Scope } from '@ome/platform';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsOptional,
  Length,
  Matches,
} from 'class-validator';
import { IsEntitlementList } from '../keys/keys.dto';
import { IsInstant } from '../validation/field.validators';
import { ToleratesUnknownFields } from '../validation/compiled-schemas';

const SETUP_CODE = /^[\w-]{43}$/;

const IsLogin = () => Matches(LOGIN, { message: `$property ${LOGIN_RULE}` });

class UserTermsDto implements UserTermsRequest {
  /** As the console and the audit show it. */
  @Length(1, 128)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsEnum(Role, { each: true })
  roles!: Role[];

  /** Names of accounts, or prefixes that end in `*`. Default: all. */
  @IsEntitlementList()
  accounts?: string[];

  /** Names of users, or prefixes that end in `*`. Default: all. */
  @IsEntitlementList()
  users?: string[];
}

/** `POST /users` */
export class NewUserDto extends UserTermsDto implements NewUserRequest {
  @IsLogin()
  login!: string;

  /** Default: `password`. */
  @IsOptional()
  @IsIn(SIGN_IN_WAYS)
  signIn?: SignInWay;
}

/** `PUT /users/:login` */
export class ChangedUserDto extends UserTermsDto implements ChangedUserRequest {
  /** Default: false. */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;
}

/** `POST /session` */
export class SignInDto implements SignInRequest {
  @IsLogin()
  login!: string;

  @Length(1, 128)
  password!: string;

  /** Of the authenticator app, or a recovery code. */
  @Length(6, 32)
  code!: string;
}

/** `POST /session/setup` */
export class SetupDto implements SetupRequest {
  @IsLogin()
  login!: string;

  @Matches(SETUP_CODE, { message: '$property must be the whole code, of 43 characters' })
  setupCode!: string;
}

/** `PUT /session/setup` */
export class ChoosePasswordDto extends SetupDto implements ChoosePasswordRequest {
  /** A sentence is easy to remember and hard to guess. */
  @Length(12, 128)
  password!: string;

  @Length(6, 16)
  code!: string;
}

/** `POST /session/oidc/device/session` */
export class DeviceCodeDto implements DeviceCodeRequest {
  /** As the answer to the beginning says it. */
  @Matches(/^[\w-]{1,2000}$/, {
    message: '$property must be as `POST /session/oidc/device` says it',
  })
  deviceCode!: string;
}

/** `POST /session/oidc/logout`, as the identity provider sends it */
@ToleratesUnknownFields()
export class LogoutDto {
  @Matches(/^[\w-]+\.[\w-]+\.[\w-]+$/, { message: '$property must be a signed token' })
  logout_token!: string;
}

/** `POST /session/keys` */
export class OwnKeyDto implements OwnKeyRequest {
  @Length(1, 128)
  name!: string;

  /** Default: all that your roles allow. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsEnum(Scope, { each: true })
  scopes?: Scope[];

  /** Default: yours. */
  @IsEntitlementList()
  accounts?: string[];

  /** Default: yours. */
  @IsEntitlementList()
  users?: string[];

  /** Default: the key does not expire. */
  @IsOptional()
  @IsInstant()
  expiresAt?: string;
}
