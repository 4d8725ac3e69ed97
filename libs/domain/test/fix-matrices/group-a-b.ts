import type { MatrixGroup } from './matrix';

// FIX 4.4 Volume 4, Order State Change Matrices. Where two lines of a matrix share a time, the
// alternative that FIX prints in italics (a reject) has a matrix of its own here.

export const GROUP_A_B: readonly MatrixGroup[] = [
  {
    group: 'A: vanilla',
    matrices: [
      {
        title: 'A.1.a Filled order',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    PendingNew          | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    Trade 3000 @ 105    | PartiallyFilled 10000  5000  5000 103
    Trade 5000 @ 97     | Filled          10000 10000     0 100
    `,
      },

      {
        title: 'A.1.a Order rejected',
        script: `
    new 10000           | PendingNew 10000 0 10000 0
    Rejected            | Rejected   10000 0     0 0
    `,
      },

      {
        title: 'A.1.b Part-filled day order, done for day',
        script: `
    new 10000           | PendingNew      10000    0 10000   0
    New                 | New             10000    0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000 2000  8000 100
    Trade 1000 @ 103    | PartiallyFilled 10000 3000  7000 101
    DoneForDay          | DoneForDay      10000 3000     0 101  -- a day order has no tomorrow
    `,
      },

      {
        title: 'A.1.b Part-filled day order that expires after it was done for the day',
        script: `
    new 10000           | PendingNew      10000    0 10000   0
    New                 | New             10000    0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000 2000  8000 100
    DoneForDay          | DoneForDay      10000 2000     0 100
    Expired             | Expired         10000 2000     0 100
    `,
      },

      {
        title: 'Bidding: accepted for bidding until the venue accepts the order itself',
        script: `
    new 10000           | PendingNew         10000 0 10000 0
    AcceptedForBidding  | AcceptedForBidding 10000 0 10000 0
    New                 | New                10000 0 10000 0
    `,
      },
    ],
  },

  {
    group: 'B: cancels',
    matrices: [
      {
        title: 'B.1.a Zero-filled order',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    New                 | New           10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0  -- never Canceled when only asked (rule 16)
    PendingCancel Y     | PendingCancel 10000 0 10000 0
    Canceled Y          | Canceled      10000 0     0 0
    `,
      },

      {
        title: 'B.1.a The cancel is rejected, by the salesperson and then by the exchange',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    New                 | New           10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0
    CancelReject Y      | New           10000 0 10000 0
    cancel Z            | PendingCancel 10000 0 10000 0
    PendingCancel Z     | PendingCancel 10000 0 10000 0
    CancelReject Z      | New           10000 0 10000 0
    `,
      },

      {
        title: 'B.1.b Part-filled order, executions while the cancel is pending',
        script: `
    new 10000           | PendingNew      10000    0 10000   0
    New                 | New             10000    0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000 2000  8000 100
    cancel Y            | PendingCancel   10000 2000  8000 100
    Trade 3000 @ 100    | PendingCancel   10000 5000  5000 100  -- passes the request on the way
    PendingCancel Y     | PendingCancel   10000 5000  5000 100
    Trade 1000 @ 106    | PendingCancel   10000 6000  4000 101
    Canceled Y          | Canceled        10000 6000     0 101
    `,
      },

      {
        title: 'B.1.b The cancel is rejected: the status is computed anew, not restored',
        script: `
    new 10000           | PendingNew      10000    0 10000   0
    New                 | New             10000    0 10000   0
    cancel Y            | PendingCancel   10000    0 10000   0
    Trade 3000 @ 100    | PendingCancel   10000 3000  7000 100
    CancelReject Y      | PartiallyFilled 10000 3000  7000 100
    `,
      },

      {
        title: 'B.1.c Order filled before the cancel is accepted',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    cancel Y            | PendingCancel   10000  2000  8000 100
    Trade 3000 @ 100    | PendingCancel   10000  5000  5000 100
    PendingCancel Y     | PendingCancel   10000  5000  5000 100
    Trade 5000 @ 100    | PendingCancel   10000 10000     0 100  -- over Filled, nothing left open
    CancelReject Y      | Filled          10000 10000     0 100
    cancel Z refused ORDER_FILLED | Filled 10000 10000    0 100
    `,
      },

      {
        title: 'B.1.d Order not yet acknowledged',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0
    PendingCancel Y     | PendingCancel 10000 0 10000 0
    New                 | PendingCancel 10000 0 10000 0
    Canceled Y          | Canceled      10000 0     0 0
    `,
      },

      {
        title: 'B.1.d The cancel is rejected before the order is acknowledged',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0
    CancelReject Y      | PendingNew    10000 0 10000 0
    New                 | New           10000 0 10000 0
    `,
      },

      {
        title: 'B.1.e The acknowledgement and the cancel cross',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0
    New                 | PendingCancel 10000 0 10000 0
    PendingCancel Y     | PendingCancel 10000 0 10000 0
    Canceled Y          | Canceled      10000 0     0 0
    `,
      },

      {
        title: 'B.1.f The venue does not know the order: the cancel is rejected, then the order is',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0
    CancelReject Y      | PendingNew    10000 0 10000 0
    Rejected            | Rejected      10000 0     0 0
    cancel Z refused ORDER_CLOSED | Rejected 10000 0 0 0
    `,
      },

      {
        title: 'A second cancel waits for the answer to the first',
        script: `
    new 10000           | PendingNew    10000 0 10000 0
    New                 | New           10000 0 10000 0
    cancel Y            | PendingCancel 10000 0 10000 0
    cancel Z refused CANCEL_PENDING         | PendingCancel 10000 0 10000 0
    replace Z 12000 refused CANCEL_PENDING  | PendingCancel 10000 0 10000 0
    CancelReject Y      | New           10000 0 10000 0
    cancel Z            | PendingCancel 10000 0 10000 0
    Canceled Z          | Canceled      10000 0     0 0
    `,
      },

      {
        title: 'A fill that arrives after the cancel was confirmed is booked (rule 10)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    cancel Y            | PendingCancel   10000     0 10000   0
    Canceled Y          | Canceled        10000     0     0   0
    Trade 4000 @ 100    | Canceled        10000  4000     0 100
    Trade 6000 @ 100    | Filled          10000 10000     0 100  -- complete: Filled by precedence
    `,
      },
    ],
  },
];
