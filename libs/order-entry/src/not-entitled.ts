import { type Entitlement, isEntitledTo, isEntitledToAccount, type Owner } from '@ome/domain';

/** Something that is asked for in the name of an account or a user that is not the caller's. */
export class NotEntitled extends Error {
  override readonly name = 'NotEntitled';
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

/**
 * Of what an account does as a whole, with all its users.
 *
 * @throws NotEntitled
 */
export function requireAccount(within: Entitlement, account: string): void {
  if (isEntitledToAccount(within, account)) return;
  throw new NotEntitled(
    within.users
      ? 'It is about all users of an account, and the API key is bound to some'
      : `account ${account} is not one of the API key's`,
  );
}
