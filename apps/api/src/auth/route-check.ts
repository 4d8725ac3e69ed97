import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { undeclaredRoutes } from './declared-routes';

/** The API does not start with a route that does not say whom it is for. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const controllers = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype as Type | null) ?? []);
    const undeclared = undeclaredRoutes(controllers);
    if (undeclared.length > 0) throw new Error(`Closed routes: ${undeclared.join('; ')}`);
  }
}
