import { Controller, Get } from '@nestjs/common';
import { EVERYTHING, type Entitlement } from '@ome/domain';
import { Scope } from '@ome/platform';
import { BoundBy, Needs, Public, undeclaredRoutes } from './declared-routes';
import { Entitled } from './entitled.decorator';

@Controller('forgetful')
class ForgetfulController {
  @Get('scope')
  @Needs(Scope.Orders)
  hasScopeAlone(): void {}

  @Get('bound')
  @BoundBy('engine')
  hasBoundAlone(): void {}

  @Get('promise')
  @Needs(Scope.Orders)
  @BoundBy('handler')
  takesNoEntitlement(): void {}

  @Get('bare')
  isBare(): void {}

  @Get('public')
  @Public()
  isPublic(): void {}

  @Get('bound-by-order')
  @Needs(Scope.Orders)
  @BoundBy('order')
  isBoundByOrder(): void {}

  @Get('handler')
  @Needs(Scope.Orders)
  @BoundBy('handler')
  takesEntitlement(@Entitled() within: Entitlement): boolean {
    return within === EVERYTHING;
  }

  isNoRoute(): void {}
}

test('a route without an access declaration is named, and the API does not start', () => {
  const names = undeclaredRoutes([ForgetfulController]).map((text) => text.split(' ')[0]);
  expect(names).toEqual(
    ['hasScopeAlone', 'hasBoundAlone', 'takesNoEntitlement', 'isBare'].map(
      (name) => `ForgetfulController.${name}`,
    ),
  );
});
