import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiKeyView, NewApiKeyView, PendingChangeView } from '@ome/contracts';
import { covers, type Entitlement, isEntitledToAll } from '@ome/domain';
import { Clock, type Origin } from '@ome/engine';
import { invalid } from '@ome/order-entry';
import { ApiKeyStore, type StoredApiKey } from '@ome/persistence';
import { createApiKey, MarketTime, Scope } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { TwoPersons } from '../two-persons/two-persons';
import { waiting } from '../two-persons/waiting';
import { Entitled } from '../auth/entitled.decorator';
import { checkReach } from '../auth/reach';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { ShownOnce } from '../idempotency/shown-once.decorator';
import { NewApiKeyDto } from './keys.dto';

/** API keys. Only a hash of the secret is stored. */
@ApiTags('ops')
@Controller('keys')
@Needs(Scope.Admin)
@BoundBy('handler')
export class KeysController {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly marketTime: MarketTime,
    private readonly clock: Clock,
    private readonly twoPersons: TwoPersons,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'All keys with at most the access of the caller, revoked ones too',
  })
  async list(@Entitled() within: Entitlement): Promise<{ items: ApiKeyView[] }> {
    const keys = await this.keys.list();
    return { items: keys.filter((key) => covers(within, key)).map(keyView) };
  }

  @Post()
  @Audited('keys.create')
  @ShownOnce('token')
  @ApiOperation({ summary: 'Creates a key; its token is shown only once, and not to a repeat' })
  @ApiBodyOf(NewApiKeyDto, { name: 'order entry', scopes: [Scope.Orders, Scope.Executions] })
  async create(
    @Entitled() within: Entitlement,
    @Body() { name, scopes, ...dto }: NewApiKeyDto,
    @Req() { caller }: FastifyRequest,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiKeyView | (PendingChangeView & { token: string })> {
    const { accounts = null, users = null } = dto;
    const expiresAt = this.marketTime.instantOf(dto.expiresAt);
    checkFuture(expiresAt, this.clock.now());
    checkBound(scopes, { accounts, users });
    checkWithin(
      { ...within, expiresAt: caller?.expiresAt ?? null },
      { accounts, users, expiresAt },
    );
    const { id, token, hash } = createApiKey();
    const key = { id, name, hash, scopes, accounts, users, expiresAt };
    // Its token is shown to whoever asked for it, and opens nothing before the key is approved.
    const held = await this.twoPersons.hold('keys.create', key, within, origin);
    if (held) return waiting(reply, { ...held, token });
    await this.keys.add(key);
    return { ...keyView((await this.keys.find(id))!), token };
  }

  @Delete(':id')
  @Audited('keys.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a key; every process notices within seconds' })
  async revoke(@Entitled() within: Entitlement, @Param('id') id: string): Promise<void> {
    const key = await this.keys.find(id);
    const isOwn = key !== null && covers(within, key);
    if (!isOwn || !(await this.keys.revoke(id)))
      throw new NotFoundException('There is no valid key with this id');
  }
}

/** These scopes affect all accounts: links report on any order, and prices are shared. */
const FOR_ALL: readonly Scope[] = [Scope.Executions, Scope.Prices];

function checkBound(scopes: readonly Scope[], entitlement: Entitlement): void {
  const unbound = scopes.find((scope) => FOR_ALL.includes(scope));
  if (!unbound || isEntitledToAll(entitlement)) return;
  const field = entitlement.accounts ? 'accounts' : 'users';
  throw invalid(
    field,
    `must be left out with the scope ${unbound}: create a separate key for that`,
  );
}

/** @throws InvalidRequest if a key would have ended by now */
export function checkFuture(expiresAt: Date | null | undefined, now: Date): void {
  if (expiresAt && expiresAt <= now) throw invalid('expiresAt', 'must be in the future');
}

type Reach = Entitlement & Pick<StoredApiKey, 'expiresAt'>;

function checkWithin(maker: Reach, made: Reach): void {
  checkReach(maker, made);
  if (maker.expiresAt && (!made.expiresAt || made.expiresAt > maker.expiresAt)) {
    const last = maker.expiresAt.toISOString();
    throw new ForbiddenException(`expiresAt must not be after ${last}, when your own key ends`);
  }
}

export const keyView = ({ id, name, owner, scopes, ...key }: StoredApiKey): ApiKeyView => ({
  id,
  name,
  owner,
  scopes: scopes as Scope[],
  accounts: key.accounts,
  users: key.users,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
});
