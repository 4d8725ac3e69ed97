import { mayDo, Scope } from './api-key';

/** What people do here; what each may do is the union of the scopes of their roles. */
export enum Role {
  Viewer = 'viewer',
  Trader = 'trader',
  Ops = 'ops',
  Risk = 'risk',
  Admin = 'admin',
}

const SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  [Role.Viewer]: [Scope.View],
  [Role.Trader]: [Scope.Orders],
  [Role.Ops]: [Scope.View, Scope.Ops],
  [Role.Risk]: [Scope.View, Scope.Risk],
  [Role.Admin]: [Scope.Admin],
};

/** Roles that this version does not know give no scope. */
export const scopesOf = (roles: readonly string[]): Scope[] => [
  ...new Set(roles.flatMap((role) => SCOPES[role as Role] ?? [])),
];

/** What both sets of scopes allow. */
export const commonScopes = (some: readonly string[], others: readonly string[]): Scope[] =>
  Object.values(Scope).filter((scope) => mayDo(some, scope) && mayDo(others, scope));
