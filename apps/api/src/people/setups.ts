import { ConflictException, Injectable, UnauthorizedException } from '@nestjs/common';
import type {
  AuthenticatorView,
  ChoosePasswordRequest,
  RecoveryCodesView,
  SetupRequest,
} from '@ome/contracts';
import {
  authenticatorView,
  hashRecoveryCode,
  newRecoveryCodes,
  newSetup,
  type NewSetup,
  stepOf,
  UserSecrets,
} from '@ome/composition';
import { Clock } from '@ome/engine';
import { invalid } from '@ome/order-entry';
import { UserStore } from '@ome/persistence';
import { hashSecret, matchesHash, SettingFault } from '@ome/platform';
import { Passwords } from './passwords';

/** Shorter logins are in words by chance. */
const MIN_TELLING = 4;

/**
 * How people choose a password and an authenticator app: by a code that an administrator hands over,
 * and that is good once. So nobody has a password that somebody else knows.
 */
@Injectable()
export class Setups {
  constructor(
    private readonly people: UserStore,
    private readonly secrets: UserSecrets,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
  ) {}

  /** @throws ConflictException where everybody could decrypt the secret of the app */
  create(login: string): NewSetup {
    try {
      return newSetup(login, this.secrets, this.clock.now());
    } catch (error) {
      if (error instanceof SettingFault) throw new ConflictException(error.message);
      throw error;
    }
  }

  /** @throws UnauthorizedException if the code is not good */
  async show(given: SetupRequest): Promise<AuthenticatorView> {
    return authenticatorView(given.login, await this.secretOf(given));
  }

  /** Takes the password, if the app shows the right code; the setup is used up. */
  async complete(given: ChoosePasswordRequest): Promise<RecoveryCodesView> {
    const { login, setupCode, password, code } = given;
    const secret = await this.secretOf(given);
    const totpStep = stepOf(code, secret, this.clock.now());
    if (totpStep === null) {
      throw invalid('code', 'must be the code that the authenticator app shows now');
    }
    if (login.length >= MIN_TELLING && password.toLowerCase().includes(login)) {
      throw invalid('password', 'must not contain the login');
    }
    const recoveryCodes = newRecoveryCodes();
    const isFirst = await this.people.setUp(login, hashSecret(setupCode), {
      passwordHash: await this.passwords.hash(password),
      totpSecret: this.secrets.seal(login, secret),
      totpStep,
      recoveryHashes: recoveryCodes.map(hashRecoveryCode),
    });
    if (!isFirst) throw notGood();
    return { recoveryCodes };
  }

  private async secretOf({ login, setupCode }: SetupRequest): Promise<string> {
    const person = await this.people.find(login);
    const setup = person && !person.disabled ? person.setup : undefined;
    const isRight = matchesHash(setupCode, setup?.hash ?? hashSecret(''));
    if (!setup || !isRight || setup.expiresAt <= this.clock.now()) throw notGood();
    const secret = this.secrets.open(login, setup.totpSecret);
    if (secret === null) throw notGood();
    return secret;
  }
}

const notGood = () =>
  new UnauthorizedException(
    'The setup code is not good, or not any more: ask an administrator for another one',
  );
