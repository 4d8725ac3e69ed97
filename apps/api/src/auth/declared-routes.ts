import {
  applyDecorators,
  SetMetadata,
  type Type,
  Injectable,
  type OnModuleInit,
} from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { MetadataScanner, DiscoveryService } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { Scope } from '@ome/platform';
import { entitlementOf } from './entitled.decorator';

const PUBLIC = 'public';
const SCOPE = 'scope';
const BOUND = 'bound';

/** How the accounts and users of a key restrict a route. */
export type Bound =
  /** The order in the path must belong to them, else it is not found. */
  | 'order'
  /** The basket in the path must belong to them, else it is not found. */
  | 'basket'
  /** The handler applies `@Entitled()`. */
  | 'handler'
  /** The route concerns the whole engine, and needs an unrestricted key. */
  | 'engine'
  /** The route shows and changes nothing that belongs to an account. */
  | 'nothing';

/** The scope that a key needs for a controller or a route. */
export const Needs = (scope: Scope) =>
  applyDecorators(SetMetadata(SCOPE, scope), ApiExtension('x-scope', scope));

export const BoundBy = (bound: Bound) => SetMetadata(BOUND, bound);

/** No key is needed. */
export const Public = () => SetMetadata(PUBLIC, true);

export type Declaration = 'public' | { scope: Scope; bound: Bound };

/** The access declaration of a route; null if it is incomplete. */
export function declarationOf(handler: object, controller: object): Declaration | null {
  const said = <T>(key: string): T | undefined =>
    (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  if (said<true>(PUBLIC)) return 'public';
  const scope = said<Scope>(SCOPE);
  const bound = said<Bound>(BOUND);
  return scope && bound ? { scope, bound } : null;
}

/** Handlers without a complete access declaration, each with what is missing. */
export const undeclaredRoutes = (controllers: readonly Type[]): string[] =>
  controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const isRoute =
        Reflect.hasMetadata(PATH_METADATA, handler) &&
        Reflect.hasMetadata(METHOD_METADATA, handler);
      const missing = isRoute ? missingOf(controller, name, handler) : null;
      return missing === null ? [] : `${controller.name}.${name} lacks ${missing}`;
    });
  });

function missingOf(controller: Type, name: string, handler: object): string | null {
  const declaration = declarationOf(handler, controller);
  if (!declaration) return '@Needs and @BoundBy, or @Public';
  if (declaration === 'public' || declaration.bound !== 'handler') return null;
  const taken = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as object;
  const isTaken = Object.values(taken).some(
    ({ factory }: { factory?: unknown }) => factory === entitlementOf,
  );
  return isTaken ? null : '@Entitled(), which @BoundBy("handler") promises';
}

/** Refuses to start the API with a route without an access declaration. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const controllers = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype as Type | null) ?? []);
    const undeclared = undeclaredRoutes(controllers);
    if (undeclared.length > 0)
      throw new Error(`Routes without an access declaration: ${undeclared.join('; ')}`);
  }
}
