import {
  Body,
  ConflictException,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Put,
  Req,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { NewUserView, RoleName, SetupView, UserView } from '@ome/contracts';
import type { NewSetup } from '@ome/composition';
import { covers, type Entitlement } from '@ome/domain';
import { type StoredUser, UserStore } from '@ome/persistence';
import { Role, Scope } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { checkReach } from '../auth/reach';
import { UserSessions } from '../auth/user-sessions';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { ShownOnce } from '../idempotency/shown-once.decorator';
import { ChangedUserDto, NewUserDto } from './people.dto';
import { Setups } from './setups';

const setupView = (made: NewSetup | null): SetupView => ({
  setupCode: made?.code ?? null,
  setupExpiresAt: made?.setup.expiresAt.toISOString() ?? null,
});

/** People, for administrators. An administrator knows no password of theirs. */
@ApiTags('people')
@Controller('users')
@Needs(Scope.Admin)
@BoundBy('handler')
export class UsersController {
  constructor(
    private readonly people: UserStore,
    private readonly setups: Setups,
    private readonly sessions: UserSessions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All people with at most the access of the caller' })
  async list(@Entitled() within: Entitlement): Promise<{ items: UserView[] }> {
    const people = await this.people.list();
    return { items: people.filter((person) => covers(within, person)).map(userView) };
  }

  @Post()
  @Audited('users.create')
  @ShownOnce('setupCode')
  @ApiOperation({
    summary: 'Makes a person; the code by which they choose a password is shown once',
  })
  @ApiBodyOf(NewUserDto, { login: 'anna', name: 'Anna Berg', roles: [Role.Trader] })
  async create(
    @Entitled() within: Entitlement,
    @Body() { login, name, roles, signIn = 'password', ...dto }: NewUserDto,
  ): Promise<NewUserView> {
    const { accounts = null, users = null } = dto;
    checkReach(within, { accounts, users });
    const made = signIn === 'password' ? this.setups.create(login) : null;
    const terms = { name, roles, accounts, users, disabled: false };
    const isNew = await this.people.add({
      ...terms,
      login,
      signIn,
      ...(made && { setup: made.setup }),
    });
    if (!isNew) throw new ConflictException(`There is a person with the login ${login}`);
    return { ...userView((await this.people.find(login))!), ...setupView(made) };
  }

  @Put(':login')
  @Audited('users.change')
  @ApiOperation({ summary: 'Replaces name, roles and access; in force at once in every process' })
  @ApiBodyOf(ChangedUserDto, { name: 'Anna Berg', roles: [Role.Viewer], accounts: ['42*'] })
  async change(
    @Entitled() within: Entitlement,
    @Param('login') login: string,
    @Body() { name, roles, disabled = false, ...dto }: ChangedUserDto,
    @Req() { caller }: FastifyRequest,
  ): Promise<UserView> {
    const { accounts = null, users = null } = dto;
    await this.require(within, login);
    checkReach(within, { accounts, users });
    if (login === caller?.login && (disabled || !roles.includes(Role.Admin))) {
      throw new ConflictException('You are the administrator here: another one may change that');
    }
    await this.people.change(login, { name, roles, accounts, users, disabled });
    if (disabled) await this.sessions.endAll(login);
    return userView((await this.people.find(login))!);
  }

  @Post(':login/reset')
  @Audited('users.reset')
  @ShownOnce('setupCode')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes password and authenticator app away; they choose anew with the code',
  })
  async reset(@Entitled() within: Entitlement, @Param('login') login: string): Promise<SetupView> {
    const { signIn } = await this.require(within, login);
    if (signIn !== 'password') {
      throw new ConflictException(`${login} signs in at the identity provider`);
    }
    const made = this.setups.create(login);
    await this.people.reset(login, made.setup);
    await this.sessions.endAll(login);
    return setupView(made);
  }

  @Delete(':login/sessions')
  @Audited('users.signOut')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs a person out everywhere' })
  async signOut(@Entitled() within: Entitlement, @Param('login') login: string): Promise<void> {
    await this.require(within, login);
    await this.sessions.endAll(login);
  }

  private async require(within: Entitlement, login: string): Promise<StoredUser> {
    const person = await this.people.find(login);
    if (person && covers(within, person)) return person;
    throw new NotFoundException('There is no person with this login');
  }
}

const userView = ({ login, name, roles, ...person }: StoredUser): UserView => ({
  login,
  name,
  roles: roles as RoleName[],
  accounts: person.accounts,
  users: person.users,
  signIn: person.signIn,
  disabled: person.disabled,
  hasSignedUp: person.passwordHash !== null || person.oidc?.subject !== undefined,
  createdAt: person.createdAt.toISOString(),
});
