import { ForbiddenException, Inject, Injectable } from '@nestjs/common';
import { type StoredUser, UserStore } from '@ome/persistence';
import { isLogin, Role, type Settings, SETTINGS } from '@ome/platform';
import type { Vouched } from './identity-provider';

type Claimed = Pick<StoredUser, 'roles' | 'accounts'>;

/** Finds, or makes, the person for whom the identity provider vouches. */
@Injectable()
export class VouchedPeople {
  constructor(
    private readonly people: UserStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws ForbiddenException */
  async person(vouched: Vouched): Promise<StoredUser> {
    const claimed = this.claimed(vouched);
    const person = (await this.known(vouched)) ?? (await this.make(vouched, claimed));
    if (person.disabled) throw new ForbiddenException(`${person.login} is disabled`);
    if (claimed) await this.people.change(person.login, claimed);
    return person;
  }

  private async known(vouched: Vouched): Promise<StoredUser | null> {
    const { issuer, subject } = vouched;
    const known = await this.people.findByOidc(issuer, subject);
    if (known) return known;
    // An administrator has made somebody who has not signed in yet.
    const login = this.loginOf(vouched);
    const isTied = await this.people.tie(login, { issuer, subject });
    return isTied ? this.people.find(login) : null;
  }

  private async make(vouched: Vouched, claimed: Claimed | null): Promise<StoredUser> {
    const login = this.loginOf(vouched);
    if (this.settings.OIDC_USERS === 'known' || !claimed) {
      throw new ForbiddenException(`${login} is not known here: ask an administrator`);
    }
    const { issuer, subject, claims } = vouched;
    const isNew = await this.people.add({
      ...claimed,
      login,
      name: typeof claims.name === 'string' ? claims.name.slice(0, 128) : login,
      users: null,
      disabled: false,
      signIn: 'oidc',
      oidc: { issuer, subject },
    });
    if (!isNew) throw new ForbiddenException(`${login} signs in here in another way`);
    return (await this.people.find(login))!;
  }

  private loginOf({ claims }: Vouched): string {
    const claim = this.settings.OIDC_LOGIN_CLAIM;
    const said = claims[claim];
    const login = typeof said === 'string' ? said.toLowerCase() : '';
    if (isLogin(login)) return login;
    throw new ForbiddenException(`The identity provider gives no login as ${claim}`);
  }

  /** What the claims say of somebody; null where it is administrators who say it. */
  private claimed({ claims }: Vouched): Claimed | null {
    const {
      OIDC_ROLES_CLAIM: ofRoles,
      OIDC_ACCOUNTS_CLAIM: ofAccounts,
      OIDC_ROLES,
    } = this.settings;
    if (ofRoles === null) return null;
    const said = textsOf(claims[ofRoles]);
    const given = OIDC_ROLES ? said.flatMap((text) => OIDC_ROLES[text] ?? []) : said;
    const known: readonly string[] = Object.values(Role);
    const roles = [...new Set(given.filter((role) => known.includes(role)))];
    if (roles.length === 0) {
      throw new ForbiddenException(`The identity provider gives no role as ${ofRoles}`);
    }
    const accounts = ofAccounts === null ? null : textsOf(claims[ofAccounts]);
    if (accounts?.length === 0) {
      throw new ForbiddenException(`The identity provider gives no account as ${ofAccounts}`);
    }
    return { roles, accounts };
  }
}

const textsOf = (claim: unknown): string[] => {
  const list: unknown[] = Array.isArray(claim) ? claim : [claim];
  return list.filter((item): item is string => typeof item === 'string' && item !== '');
};
