import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { MetadataScanner } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { Scope } from '@ome/platform';
import { entitlementOf } from './entitled.decorator';

const PUBLIC = 'public';
const SCOPE = 'scope';
const BOUND = 'bound';

/** How the accounts and users of a key narrow what a route shows and does. */
export type Bound =
  /** The order that the path names must be of them, or there is none. */
  | 'order'
  /** The same of a basket. */
  | 'basket'
  /** The handler takes `@Entitled()` and hands it to whatever reads or acts. */
  | 'handler'
  /** It is about the engine as a whole, which is for keys that are bound to nothing. */
  | 'engine'
  /** It says and does nothing that belongs to an account. */
  | 'nothing';

/** The scope that a key needs for a controller or a route. */
export const Needs = (scope: Scope) =>
  applyDecorators(SetMetadata(SCOPE, scope), ApiExtension('x-scope', scope));

export const BoundBy = (bound: Bound) => SetMetadata(BOUND, bound);

/** No key is asked for. */
export const Public = () => SetMetadata(PUBLIC, true);

export type Declaration = 'public' | { scope: Scope; bound: Bound };

/** What a route says of itself; null where that is not all it has to say. */
export function declarationOf(handler: object, controller: object): Declaration | null {
  const said = <T>(key: string): T | undefined =>
    (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  if (said<true>(PUBLIC)) return 'public';
  const scope = said<Scope>(SCOPE);
  const bound = said<Bound>(BOUND);
  return scope && bound ? { scope, bound } : null;
}

/** The handlers of controllers that do not say for whom they are, each with what is missing. */
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
