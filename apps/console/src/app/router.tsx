import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { OrdersPage } from '../pages/orders/orders-page';
import { LoadingState } from '../feedback/state-view';
import { NotFoundPage, RouteError } from './not-found-page';
import { Shell } from './shell';

/** A page that is loaded when the user opens it. */
const later = (load: () => Promise<ComponentType>) => async () => ({ Component: await load() });

export const router = createBrowserRouter(
  [
    {
      element: <Shell />,
      errorElement: <RouteError />,
      hydrateFallbackElement: <LoadingState />,
      children: [
        { index: true, element: <Navigate to="/orders" replace /> },
        { path: 'orders', element: <OrdersPage /> },
        {
          path: 'orders/:orderId',
          lazy: later(async () => (await import('../pages/order/order-page')).OrderPage),
        },
        {
          path: 'fills',
          lazy: later(async () => (await import('../pages/fills/fills-page')).FillsPage),
        },
        {
          path: 'positions',
          lazy: later(
            async () => (await import('../pages/positions/positions-page')).PositionsPage,
          ),
        },
        {
          path: 'baskets',
          lazy: later(async () => (await import('../pages/baskets/baskets-page')).BasketsPage),
        },
        {
          path: 'baskets/:basketId',
          lazy: later(async () => (await import('../pages/baskets/basket-page')).BasketPage),
        },
        {
          path: 'approvals',
          lazy: later(
            async () => (await import('../pages/approvals/approvals-page')).ApprovalsPage,
          ),
        },
        {
          path: 'risk',
          lazy: later(async () => (await import('../pages/risk/risk-page')).RiskPage),
        },
        {
          path: 'connectivity',
          lazy: later(
            async () => (await import('../pages/connectivity/connectivity-page')).ConnectivityPage,
          ),
        },
        {
          path: 'fix',
          lazy: later(async () => (await import('../pages/fix/fix-page')).FixPage),
        },
        {
          path: 'exceptions',
          lazy: later(
            async () => (await import('../pages/exceptions/exceptions-page')).ExceptionsPage,
          ),
        },
        {
          path: 'audit',
          lazy: later(async () => (await import('../pages/audit/audit-page')).AuditPage),
        },
        { path: '*', element: <NotFoundPage /> },
      ],
    },
    { path: '*', element: <NotFoundPage /> },
  ],
  { basename: '/console' },
);
