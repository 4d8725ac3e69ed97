import { BadRequestException, Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@ome/engine';
import { UsedLogoutTokens } from '@ome/persistence';
import { hashSecret, type Settings, SETTINGS } from '@ome/platform';
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { IdentityProvider } from './identity-provider';

/** What a logout token is about. */
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const LONGEST_AGE_SECONDS = 5 * 60;
const CLOCK_TOLERANCE_SECONDS = 30;
/** Clocks may differ by the tolerance in both directions. */
const REMEMBERED_MS = (LONGEST_AGE_SECONDS + 2 * CLOCK_TOLERANCE_SECONDS) * 1_000;

/** Whom the provider has signed out: in one session, or in all of a person's. */
export interface SignedOut {
  issuer: string;
  subject: string | null;
  /** What the provider calls the session (`sid`). */
  session: string | null;
}

/**
 * How the provider tells without a browser whom it has signed out: by tokens that are good once
 * (OpenID Connect Back-Channel Logout 1.0, section 2.6).
 */
@Injectable()
export class LogoutTokens {
  private readonly logger = new Logger('LogoutTokens');
  private keys: JWTVerifyGetKey | null = null;

  constructor(
    private readonly provider: IdentityProvider,
    private readonly used: UsedLogoutTokens,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Uses a token up.
   *
   * @param end ends what the token is about; if it fails, the token can be used again
   * @throws BadRequestException unless the provider says so, to this engine, just now and the first time
   */
  async use(token: string, end: (signedOut: SignedOut) => Promise<void>): Promise<void> {
    const payload = await this.payloadOf(token);
    const signedOut = signedOutBy(payload);
    const id = hashSecret(`${signedOut.issuer} ${payload.jti}`);
    const expiresAt = new Date(this.clock.now().getTime() + REMEMBERED_MS);
    if (!(await this.used.add(id, expiresAt))) {
      throw new BadRequestException('The logout token was used before');
    }
    try {
      await end(signedOut);
    } catch (error) {
      await this.used.forget(id);
      throw error;
    }
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, jwks_uri: keysUrl } = await this.provider.metadata();
    this.keys ??= createRemoteJWKSet(new URL(keysUrl!));
    const options = {
      issuer,
      audience: this.settings.OIDC_CLIENT_ID!,
      maxTokenAge: LONGEST_AGE_SECONDS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['jti', 'exp'],
    };
    try {
      return (await jwtVerify(token, this.keys, options)).payload;
    } catch (err) {
      this.logger.warn({ err }, 'A logout token was refused');
      throw new BadRequestException('The logout token is not one of the identity provider');
    }
  }
}

function signedOutBy({ iss, sub, sid, events, nonce }: JWTPayload): SignedOut {
  // A token with a nonce is one that signed somebody in.
  if (!isObject(events) || !isObject(events[LOGOUT]) || nonce !== undefined) {
    throw new BadRequestException('The token does not say that somebody signed out');
  }
  const [subject, session] = [sub, sid].map(textOf);
  if (subject === null && session === null) {
    throw new BadRequestException(
      'The logout token says neither who signed out nor of what session',
    );
  }
  return { issuer: iss!, subject, session };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws BadRequestException if it is anything but a text, or missing */
function textOf(claim: unknown): string | null {
  if (claim === undefined) return null;
  if (typeof claim === 'string' && claim !== '') return claim;
  throw new BadRequestException('The logout token does not say in a text who signed out');
}
