import { createHmac } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  NotFoundException,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import { isLoopback, type Settings, SETTINGS } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import * as openid from 'openid-client';
import { tooSoon } from './sign-in-tries';

const CALLBACK = '/session/oidc/callback';
const SCOPES = 'openid profile email';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** What a request says of where the engine is for its browser. */
type Address = Pick<FastifyRequest, 'protocol' | 'host'>;

/** Whom the provider vouches for. */
export interface Vouched {
  issuer: string;
  subject: string;
  claims: Readonly<Record<string, unknown>>;
  idToken: string | null;
  /** What the provider calls the session (`sid`). */
  session: string | null;
}

/** The provider of OpenID Connect: code flow, with PKCE, state and nonce. */
@Injectable()
export class IdentityProvider {
  private readonly logger = new Logger('IdentityProvider');
  private found: Promise<openid.Configuration> | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  get isConfigured(): boolean {
    return this.settings.OIDC_ISSUER !== null && this.settings.OIDC_CLIENT_ID !== null;
  }

  /**
   * Where the browser goes to sign in.
   *
   * @param secret of this one try: the browser keeps it, and everything else follows from it
   */
  async authorizationUrl(secret: string, address: Address): Promise<URL> {
    const config = await this.configuration();
    return openid.buildAuthorizationUrl(config, {
      redirect_uri: callbackUrl(address).href,
      scope: SCOPES,
      code_challenge: await openid.calculatePKCECodeChallenge(partOf(secret, 'verifier')),
      code_challenge_method: 'S256',
      state: partOf(secret, 'state'),
      nonce: partOf(secret, 'nonce'),
    });
  }

  /** @throws UnauthorizedException unless the provider vouches for somebody in this very try */
  async vouched(secret: string, address: Address, query: string): Promise<Vouched> {
    const config = await this.configuration();
    const url = callbackUrl(address);
    url.search = query;
    try {
      const tokens = await openid.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: partOf(secret, 'verifier'),
        expectedState: partOf(secret, 'state'),
        expectedNonce: partOf(secret, 'nonce'),
        idTokenExpected: true,
      });
      return vouchedBy(tokens);
    } catch (error) {
      throw this.notConfirmed(error);
    }
  }

  /**
   * Begins a sign-in that a browser on any machine completes (RFC 8628).
   *
   * @throws NotFoundException if the provider offers none
   */
  async beginOnDevice(): Promise<openid.DeviceAuthorizationResponse> {
    const config = await this.configuration();
    if (config.serverMetadata().device_authorization_endpoint === undefined) {
      throw new NotFoundException('The identity provider has no sign-in for devices');
    }
    try {
      return await openid.initiateDeviceAuthorization(config, { scope: SCOPES });
    } catch (err) {
      this.logger.warn({ err }, 'The identity provider begins no sign-in for devices');
      throw new ServiceUnavailableException(
        'The identity provider begins no sign-in for devices: allow its client that grant, or try again',
      );
    }
  }

  /**
   * Whom the provider vouches for in a sign-in on a device.
   *
   * @returns null while the person has not completed it
   * @throws UnauthorizedException if they refused, or it took too long
   * @throws HttpException if it was asked too soon
   */
  async vouchedOnDevice(deviceCode: string): Promise<Vouched | null> {
    const config = await this.configuration();
    const grant = { device_code: deviceCode };
    try {
      return vouchedBy(await openid.genericGrantRequest(config, DEVICE_GRANT, grant));
    } catch (error) {
      const why = error instanceof openid.ResponseBodyError ? error.error : null;
      if (why === 'authorization_pending') return null;
      throw why === 'slow_down' ? tooSoon() : this.notConfirmed(error);
    }
  }

  private notConfirmed(err: unknown): UnauthorizedException {
    this.logger.warn({ err }, 'A sign-in at the identity provider was refused');
    return new UnauthorizedException(
      'The identity provider did not confirm the sign-in; try again',
    );
  }

  /** Where the browser goes to sign out at the provider; null if the provider has no such page. */
  async endSessionUrl(idToken: string, address: Address): Promise<string | null> {
    const config = await this.configuration();
    if (config.serverMetadata().end_session_endpoint === undefined) return null;
    return openid.buildEndSessionUrl(config, {
      id_token_hint: idToken,
      post_logout_redirect_uri: new URL('/console', originOf(address)).href,
    }).href;
  }

  async metadata(): Promise<openid.ServerMetadata> {
    return (await this.configuration()).serverMetadata();
  }

  /** What the provider says of itself, read when it is first needed, and again after a failure. */
  private async configuration(): Promise<openid.Configuration> {
    const {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: secret,
    } = this.settings;
    if (issuer === null || clientId === null) {
      throw new NotFoundException(
        'There is no identity provider: set OIDC_ISSUER and OIDC_CLIENT_ID',
      );
    }
    const server = new URL(issuer);
    const isPlain = server.protocol === 'http:' && isLoopback(server.hostname);
    this.found ??= openid.discovery(server, clientId, secret ?? undefined, undefined, {
      execute: isPlain ? [openid.allowInsecureRequests] : [],
    });
    try {
      return await this.found;
    } catch (err) {
      this.found = null;
      this.logger.warn({ err }, 'The identity provider does not say how to sign in');
      throw new ServiceUnavailableException('The identity provider is away; try again');
    }
  }
}

/** @throws Error if they contain no ID token */
function vouchedBy(tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers) {
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('The identity provider gave no ID token');
  return {
    issuer: claims.iss,
    subject: claims.sub,
    claims,
    idToken: tokens.id_token ?? null,
    session: typeof claims.sid === 'string' ? claims.sid : null,
  };
}

/** Nobody who has seen one of them can tell another one. */
const partOf = (secret: string, part: string): string =>
  createHmac('sha256', secret).update(part).digest('base64url');

const originOf = ({ protocol, host }: Address): string => `${protocol}://${host}`;
const callbackUrl = (address: Address): URL => new URL(CALLBACK, originOf(address));
