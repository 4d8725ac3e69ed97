import { ForbiddenException } from '@nestjs/common';
import { covers, type Entitlement } from '@ome/domain';

/** Otherwise whoever is bound to some accounts could give others to themselves. */
export function checkReach(maker: Entitlement, made: Entitlement): void {
  if (!covers({ ...maker, users: null }, { ...made, users: null })) {
    throw new ForbiddenException(
      `accounts must be among ${textOf(maker.accounts)}, as your own are`,
    );
  }
  if (!covers(maker, made)) {
    throw new ForbiddenException(`users must be among ${textOf(maker.users)}, as your own are`);
  }
}

const textOf = (entries: readonly string[] | null): string => (entries ?? ['all']).join(', ');
