import type { ExecutionLinks, LinkIdentity } from '@ome/engine';

/** The links that orders may name, and which queue each order goes to. */
export type LinkRoutes = ExecutionLinks<LinkIdentity>;
export const LINK_ROUTES = Symbol('link routes');
