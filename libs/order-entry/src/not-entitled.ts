import {
  type Entitlement,
  isEntitledTo,
  isEntitledToAccount,
  isEntitledToAll,
  type Owner,
} from '@ome/domain';

/** A request on behalf of an account or user that the caller may not act for. */
export class NotEntitled extends Error {
  override readonly name = 'NotEntitled';
}

/** @throws NotEntitled unless the caller may act for all accounts and users */
export function requireEverything(within: Entitlement): void {
  if (isEntitledToAll(within)) return;
  throw new NotEntitled(
    'This concerns the whole engine, and the API key is restricted to accounts or users',
  );
}

/** @throws NotEntitled */
export function requireEntitled(within: Entitlement, owner: Owner): void {
  if (isEntitledTo(within, owner)) return;
  const { account, userId } = owner;
  const isOwnAccount = isEntitledToAccount({ ...within, users: null }, account);
  if (!isOwnAccount) throw new NotEntitled(`account ${account} is not one of the API key's`);
  throw new NotEntitled(
    userId === null
      ? "userId must name one of the API key's users"
      : `userId ${userId} is not one of the API key's`,
  );
}

/** @throws NotEntitled unless the caller may act for all users of an account */
export function requireAccount(within: Entitlement, account: string): void {
  if (isEntitledToAccount(within, account)) return;
  throw new NotEntitled(
    within.users
      ? 'This concerns all users of an account, and the API key is restricted to some'
      : `account ${account} is not one of the API key's`,
  );
}
