import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { undeclaredRoutes } from './declared-routes';

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
