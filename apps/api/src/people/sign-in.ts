import { Injectable, UnauthorizedException } from '@nestjs/common';
import type { SignInRequest } from '@ome/contracts';
import { hashRecoveryCode, stepOf, UserSecrets } from '@ome/composition';
import { Clock } from '@ome/engine';
import { type StoredUser, UserStore } from '@ome/persistence';
import { Passwords } from './passwords';
import { SignInTries } from './sign-in-tries';

/** Signs people in by password and a code. A refusal does not say which of them was wrong. */
@Injectable()
export class SignIn {
  constructor(
    private readonly people: UserStore,
    private readonly passwords: Passwords,
    private readonly secrets: UserSecrets,
    private readonly tries: SignInTries,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws UnauthorizedException
   * @throws HttpException beyond so many tries a minute
   */
  async check({ login, password, code }: SignInRequest, address: string): Promise<StoredUser> {
    await this.tries.take(login, address);
    const found = await this.people.find(login);
    const person = found && !found.disabled && found.signIn === 'password' ? found : null;
    const isRight = await this.passwords.matches(password, person?.passwordHash ?? null);
    // The code is looked at whatever the password was, and used up only with the right one.
    const use = person && this.useOf(person, code);
    if (isRight && use && (await use())) return person;
    throw new UnauthorizedException('Login, password or code is not right');
  }

  /** What uses the code up, and says whether nobody did before; null if it is wrong. */
  private useOf(person: StoredUser, code: string): (() => Promise<boolean>) | null {
    const { login, totpSecret, recoveryHashes } = person;
    const secret = totpSecret && this.secrets.open(login, totpSecret);
    const step = secret === null ? null : stepOf(code, secret, this.clock.now());
    if (step !== null) return () => this.people.useTotpStep(login, step);
    const hash = hashRecoveryCode(code);
    if (!recoveryHashes.includes(hash)) return null;
    return () => this.people.useRecoveryCode(login, hash);
  }
}
