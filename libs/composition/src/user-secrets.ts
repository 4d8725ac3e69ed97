import { Inject, Injectable } from '@nestjs/common';
import { isGuarded, SecretBox, SettingFault, type Settings, SETTINGS } from '@ome/platform';

const MIN_KEY_LENGTH = 32;

/** Encrypts the secrets of authenticator apps, each for its person. */
@Injectable()
export class UserSecrets {
  readonly #box: SecretBox;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.#box = new SecretBox(settings.USER_SECRET_KEY, settings.USER_SECRET_KEY_BEFORE);
  }

  /** @throws SettingFault where everybody could decrypt it */
  seal(login: string, secret: string): Buffer {
    if (isGuarded(this.settings) && this.settings.USER_SECRET_KEY.length < MIN_KEY_LENGTH) {
      throw new SettingFault(
        `Set USER_SECRET_KEY to at least ${MIN_KEY_LENGTH} random characters, so that people may choose passwords`,
      );
    }
    return this.#box.seal(secret, purposeOf(login));
  }

  /** Null if another key sealed it. */
  open(login: string, sealed: Buffer): string | null {
    return this.#box.open(sealed, purposeOf(login));
  }
}

const purposeOf = (login: string): string => `totp of ${login}`;
