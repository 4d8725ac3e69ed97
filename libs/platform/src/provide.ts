import type { Abstract, FactoryProvider, InjectionToken, Provider } from '@nestjs/common';

type Token<Port> = Abstract<Port> | (abstract new (...args: never[]) => Port);

/** Provides a class, constructed from these tokens in constructor order. */
export const provide = <Ports extends unknown[], Made>(
  type: new (...ports: Ports) => Made,
  ...inject: { [Index in keyof Ports]: Token<Ports[Index]> }
): FactoryProvider<Made> => ({
  provide: type,
  inject: inject as Abstract<unknown>[],
  useFactory: (...ports: unknown[]) => new type(...(ports as Ports)),
});

/** The tokens of providers: for a module that exports all of them. */
export const tokensOf = (providers: readonly Provider[]): InjectionToken[] =>
  providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide));
