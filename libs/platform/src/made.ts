import type { Abstract, FactoryProvider, InjectionToken, Provider } from '@nestjs/common';

type Token<Port> = Abstract<Port> | (abstract new (...args: never[]) => Port);

/** Gives a class, made of what these tokens give, in the order of its constructor. */
export const made = <Ports extends unknown[], Made>(
  type: new (...ports: Ports) => Made,
  ...inject: { [Index in keyof Ports]: Token<Ports[Index]> }
): FactoryProvider<Made> => ({
  provide: type,
  inject: inject as Abstract<unknown>[],
  useFactory: (...ports: unknown[]) => new type(...(ports as Ports)),
});

/** What providers give: the exports of a module that keeps nothing of them to itself. */
export const tokensOf = (providers: readonly Provider[]): InjectionToken[] =>
  providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide));
