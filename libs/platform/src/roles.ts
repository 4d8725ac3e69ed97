import { mayDo, Scope } from './api-key';

/** What people do here; what each may do is the union of the scopes of their roles. */
export enum Role {
  Viewer = 'viewer',
  Trader = 'trader',
  Ops = 'ops',
  Risk = 'risk',
  Admin = 'admin',
}

/** Journal and audit say `user:<login>`. */
export const LOGIN = /^[a-z0-9][a-z0-9._@-]{0,63}$/;
export const LOGIN_RULE = 'must be lower case letters, digits and . _ @ -, such as anna';

export const isLogin = (text: string): boolean => LOGIN.test(text);

const SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  [Role.Viewer]: [Scope.View],
  [Role.Trader]: [Scope.Orders],
  [Role.Ops]: [Scope.View, Scope.Ops, Scope.Approvals],
  [Role.Risk]: [Scope.View, Scope.Risk, Scope.Approvals],
  [Role.Admin]: [Scope.Admin],
};

/** Roles that this version does not know give no scope. */
export const scopesOf = (roles: readonly string[]): Scope[] => [
  ...new Set(roles.flatMap((role) => SCOPES[role as Role] ?? [])),
];

/** What both sets of scopes allow. */
export const commonScopes = (some: readonly string[], others: readonly string[]): Scope[] =>
  Object.values(Scope).filter((scope) => mayDo(some, scope) && mayDo(others, scope));
