import { Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import type { DeviceSignInView } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { SecretBox, type Settings, SETTINGS } from '@ome/platform';
import { IdentityProvider, type Vouched } from './identity-provider';
import { SignInTries } from './sign-in-tries';

const PURPOSE = 'device sign-in';
/** Where the provider says none (RFC 8628, section 3.2), and what `SignInTries` allows. */
const SHORTEST_INTERVAL_SECONDS = 5;

interface Begun {
  deviceCode: string;
  expiresAt: number;
}

/**
 * Sign-ins that a browser on any machine completes. What a program gets is sealed, so that nobody
 * makes the engine ask the provider about sign-ins that it did not begin.
 */
@Injectable()
export class DeviceSignIn {
  private readonly box: SecretBox;

  constructor(
    private readonly provider: IdentityProvider,
    private readonly tries: SignInTries,
    private readonly clock: Clock,
    @Inject(SETTINGS) { OIDC_CLIENT_SECRET, OIDC_CLIENT_ID }: Settings,
  ) {
    // Where the client has no secret, everybody can ask the provider about any sign-in of it.
    this.box = new SecretBox(OIDC_CLIENT_SECRET ?? OIDC_CLIENT_ID ?? '');
  }

  async begin(): Promise<DeviceSignInView> {
    const begun = await this.provider.beginOnDevice();
    const expiresAt = this.clock.now().getTime() + begun.expires_in * 1_000;
    const sealed = JSON.stringify({ deviceCode: begun.device_code, expiresAt } satisfies Begun);
    return {
      deviceCode: this.box.seal(sealed, PURPOSE).toString('base64url'),
      userCode: begun.user_code,
      verificationUri: begun.verification_uri,
      verificationUriComplete: begun.verification_uri_complete ?? null,
      intervalSeconds: Math.max(begun.interval ?? 0, SHORTEST_INTERVAL_SECONDS),
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  /**
   * @returns null while the person has not completed it
   * @throws UnauthorizedException if there is no such sign-in, or not any more
   * @throws HttpException if it is asked too often
   */
  async vouched(sealed: string): Promise<Vouched | null> {
    const opened = this.box.open(Buffer.from(sealed, 'base64url'), PURPOSE);
    const { deviceCode, expiresAt } = (opened ? JSON.parse(opened) : {}) as Partial<Begun>;
    if (!deviceCode || !expiresAt || expiresAt <= this.clock.now().getTime()) {
      throw new UnauthorizedException(
        'The sign-in took too long, or did not begin here; try again',
      );
    }
    await this.tries.ask(deviceCode);
    return this.provider.vouchedOnDevice(deviceCode);
  }
}
