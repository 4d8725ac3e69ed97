import { useRouteError } from 'react-router';
import { ErrorState } from '../feedback/state-view';

export function RouteError() {
  return <ErrorState error={useRouteError()} onRetry={() => location.reload()} />;
}
