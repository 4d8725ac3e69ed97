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
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiKeyView, NewApiKeyView } from '@ome/contracts';
import { covers, type Entitlement, isEntitledToAll } from '@ome/domain';
import { Clock } from '@ome/engine';
import { invalid } from '@ome/order-entry';
import { ApiKeyStore, type StoredApiKey } from '@ome/persistence';
import { createApiKey, MarketTime, Scope } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import { Audited } from '../audit/audited.decorator';
import { BoundBy, Needs } from '../auth/declared-routes';
import { Entitled } from '../auth/entitled.decorator';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { NewApiKeyDto } from './keys.dto';

/** Keys for the API. Of a secret nothing is kept but a hash. */
@ApiTags('ops')
@Controller('keys')
@Needs(Scope.Admin)
@BoundBy('handler')
export class KeysController {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly marketTime: MarketTime,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'All keys that reach no further than the one that asks, revoked ones too',
  })
  async list(@Entitled() within: Entitlement): Promise<{ items: ApiKeyView[] }> {
    const keys = await this.keys.list();
    return { items: keys.filter((key) => covers(within, key)).map(keyView) };
  }

  @Post()
  @Audited('keys.create')
  @ApiOperation({ summary: 'Makes a key; its token is shown this once' })
  @ApiBodyOf(NewApiKeyDto, { name: 'order entry', scopes: [Scope.Orders, Scope.Executions] })
  async create(
    @Entitled() within: Entitlement,
    @Body() { name, scopes, ...dto }: NewApiKeyDto,
    @Req() { caller }: FastifyRequest,
  ): Promise<NewApiKeyView> {
    const { accounts = null, users = null } = dto;
    const expiresAt = this.marketTime.instantOf(dto.expiresAt);
    if (expiresAt && expiresAt <= this.clock.now()) {
      throw invalid('expiresAt', 'must lie in the future');
    }
    checkBound(scopes, { accounts, users });
    checkWithin(
      { ...within, expiresAt: caller?.expiresAt ?? null },
      { accounts, users, expiresAt },
    );
    const { id, token, hash } = createApiKey();
    await this.keys.add({ id, name, hash, scopes, accounts, users, expiresAt });
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
      throw new NotFoundException('There is no such valid key');
  }
}

/** What these do is done to everybody: links report on whatever they were sent, prices are one. */
const FOR_ALL: readonly Scope[] = [Scope.Executions, Scope.Prices];

function checkBound(scopes: readonly Scope[], entitlement: Entitlement): void {
  const unbound = scopes.find((scope) => FOR_ALL.includes(scope));
  if (!unbound || isEntitledToAll(entitlement)) return;
  const field = entitlement.accounts ? 'accounts' : 'users';
  throw invalid(
    field,
    `must be left out with the scope ${unbound}: make a key of its own for that`,
  );
}

type Reach = Entitlement & Pick<StoredApiKey, 'expiresAt'>;

/** Or whoever has a key could have all that it was kept from. */
function checkWithin(maker: Reach, made: Reach): void {
  if (!covers({ ...maker, users: null }, { ...made, users: null })) {
    throw new ForbiddenException(
      `accounts must be among ${textOf(maker.accounts)}, as your own are`,
    );
  }
  if (!covers(maker, made)) {
    throw new ForbiddenException(`users must be among ${textOf(maker.users)}, as your own are`);
  }
  if (maker.expiresAt && (!made.expiresAt || made.expiresAt > maker.expiresAt)) {
    const last = maker.expiresAt.toISOString();
    throw new ForbiddenException(`expiresAt must not be after ${last}, when your own key ends`);
  }
}

const textOf = (entries: readonly string[] | null): string => (entries ?? ['all']).join(', ');

const keyView = ({ id, name, scopes, ...key }: StoredApiKey): ApiKeyView => ({
  id,
  name,
  scopes: scopes as Scope[],
  accounts: key.accounts,
  users: key.users,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
});
