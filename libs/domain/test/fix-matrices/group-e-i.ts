import type { MatrixGroup } from './matrix';

export const GROUP_E_I: readonly MatrixGroup[] = [
  {
    group: 'E: unsolicited reports and reinstatement',
    matrices: [
      {
        title: 'E.1.a Telephoned order',
        script: `
    phone 10000         | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    Trade 8000 @ 100    | Filled          10000 10000     0 100
    `,
      },

      {
        title: 'E.1.b Unsolicited cancel of a part-filled order',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    Canceled            | Canceled        10000  1000     0 100
    `,
      },

      {
        title: 'E.1.b The venue announces a cancel of its own, and takes it back',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    PendingCancel       | PendingCancel   10000     0 10000   0
    CancelReject X      | New             10000     0 10000   0
    PendingCancel       | New             10000     0 10000   0  -- late, not a second one
    `,
      },

      {
        title: 'E.1.c Unsolicited replacement of a part-filled order',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Restated 11000      | New             11000     0 11000   0
    Trade 1000 @ 100    | PartiallyFilled 11000  1000 10000 100
    Restated 12000      | PartiallyFilled 12000  1000 11000 100
    Replaced X 13000    | PartiallyFilled 13000  1000 12000 100  -- or by a Replaced
    `,
      },

      {
        title: 'E.1.d Unsolicited reduction (partial decline)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Restated 9000       | New              9000     0  9000   0
    Trade 1000 @ 100    | PartiallyFilled  9000  1000  8000 100
    Trade 8000 @ 100    | Filled           9000  9000     0 100
    `,
      },

      {
        title: 'E.1.d A reduction below what is filled leaves nothing open',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 5000 @ 100    | PartiallyFilled 10000  5000  5000 100
    Restated 4000       | Filled           5000  5000     0 100
    `,
      },

      {
        title: 'E.1.f Order held until it is triggered',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Triggered           | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    Trade 8000 @ 100    | Filled          10000 10000     0 100
    `,
      },

      {
        title: 'New may still be followed by Rejected (rule 18)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Rejected            | Rejected        10000     0     0   0
    `,
      },
    ],
  },

  {
    group: 'F: duplicates and PossResend',
    matrices: [
      {
        title: 'F.1.a Rejected for a duplicate ClOrdID or because it was given verbally',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    Rejected            | Rejected        10000     0     0   0
    `,
      },

      {
        title: 'F.1.b Reports that come twice count once, by ExecID (rule 14)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New #A              | New             10000     0 10000   0
    New #A              | New             10000     0 10000   0
    Trade 2000 @ 100 #B | PartiallyFilled 10000  2000  8000 100
    Trade 2000 @ 100 #B | PartiallyFilled 10000  2000  8000 100
    Trade 2000 @ 100 #C | PartiallyFilled 10000  4000  6000 100  -- alike, but another fill
    TradeCancel of B #D | PartiallyFilled 10000  2000  8000 100
    TradeCancel of B #D | PartiallyFilled 10000  2000  8000 100
    TradeCancel of B #E | PartiallyFilled 10000  2000  8000 100  -- busted once, whatever its id
    `,
      },

      {
        title: 'F.1.c An acknowledgement after a fill changes nothing (rule 15)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    PendingNew          | PartiallyFilled 10000  2000  8000 100
    New                 | PartiallyFilled 10000  2000  8000 100
    `,
      },

      {
        title:
          'F.1.d A terminal report overtakes the fills: they are booked all the same (rule 15)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    cancel Y            | PendingCancel   10000     0 10000   0
    Canceled Y          | Canceled        10000     0     0   0
    PendingCancel Y     | Canceled        10000     0     0   0
    Trade 1000 @ 100    | Canceled        10000  1000     0 100
    New                 | Canceled        10000  1000     0 100
    `,
      },
    ],
  },

  {
    group: 'G: order status requests',
    matrices: [
      {
        title: 'G.1 An OrderStatus report changes nothing, at any time',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    OrderStatus         | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    OrderStatus         | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    OrderStatus         | PartiallyFilled 10000  2000  8000 100
    cancel Y            | PendingCancel   10000  2000  8000 100
    OrderStatus         | PendingCancel   10000  2000  8000 100
    Canceled Y          | Canceled        10000  2000     0 100
    OrderStatus         | Canceled        10000  2000     0 100
    `,
      },
    ],
  },

  {
    group: 'H: good till canceled',
    matrices: [
      {
        title: 'H.1.a Partially filled, restated and partially filled the following day',
        script: `
    new 10000 GTC       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    DoneForDay          | DoneForDay      10000  2000  8000 100  -- open tomorrow (rule 9)
    Restated            | PartiallyFilled 10000  2000  8000 100
    Trade 1000 @ 103    | PartiallyFilled 10000  3000  7000 101
    `,
      },

      {
        title: 'H.1.b Partial fill, 2:1 split, partial fill and fill the following day',
        script: `
    new 10000 GTC       | PendingNew      10000     0 10000  0
    New                 | New             10000     0 10000  0
    Trade 2000 @ 50 #B  | PartiallyFilled 10000  2000  8000 50
    DoneForDay          | DoneForDay      10000  2000  8000 50
    Restated 20000 split| PartiallyFilled 20000  4000 16000 25
    Trade 5000 @ 25     | PartiallyFilled 20000  9000 11000 25
    Trade 11000 @ 25    | Filled          20000 20000     0 25
    TradeCancel of B    | PartiallyFilled 20000 16000  4000 25  -- worth 4000 @ 25 by now
    `,
      },

      {
        title: 'H.1.c Restated and canceled the following day',
        script: `
    new 10000 GTC       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    DoneForDay          | DoneForDay      10000  2000  8000 100
    Restated            | PartiallyFilled 10000  2000  8000 100
    cancel Y            | PendingCancel   10000  2000  8000 100
    CancelReject Y      | PartiallyFilled 10000  2000  8000 100
    cancel Z            | PendingCancel   10000  2000  8000 100
    PendingCancel Z     | PendingCancel   10000  2000  8000 100
    Canceled Z          | Canceled        10000  2000     0 100
    `,
      },

      {
        title: 'H.1.d Restated, then replaced to a higher quantity',
        script: `
    new 10000 GTC       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 2000 @ 100    | PartiallyFilled 10000  2000  8000 100
    DoneForDay          | DoneForDay      10000  2000  8000 100
    Restated            | PartiallyFilled 10000  2000  8000 100
    replace Y 15000     | PendingReplace  10000  2000  8000 100
    PendingReplace Y    | PendingReplace  10000  2000  8000 100
    Trade 1000 @ 100    | PendingReplace  10000  3000  7000 100
    Replaced Y 15000    | PartiallyFilled 15000  3000 12000 100
    `,
      },

      {
        title: 'H A cancel overnight shows pending, and DoneForDay again when it is rejected',
        script: `
    new 10000 GTC       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    DoneForDay          | DoneForDay      10000     0 10000   0
    cancel Y            | PendingCancel   10000     0 10000   0
    CancelReject Y      | DoneForDay      10000     0 10000   0
    Restated            | New             10000     0 10000   0
    `,
      },
    ],
  },

  {
    group: 'I: time in force',
    matrices: [
      {
        title: 'I.1.a Fill or kill that cannot be filled',
        script: `
    new 10000 FOK       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Canceled            | Canceled        10000     0     0   0
    `,
      },

      {
        title: 'I.1.a The venue calls it expired: it is Canceled (rule 18)',
        script: `
    new 10000 FOK       | PendingNew      10000     0 10000   0
    Expired             | Canceled        10000     0     0   0
    `,
      },

      {
        title: 'I.1.b Immediate or cancel, partially hit',
        script: `
    new 10000 IOC       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    Canceled            | Canceled        10000  1000     0 100
    `,
      },

      {
        title: 'I.1.b The trade itself says that the remainder is canceled',
        script: `
    new 10000 IOC       | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100 and cancels | Canceled 10000 1000    0 100
    `,
      },

      {
        title: 'I.1.c Immediate or cancel that is hit in full',
        script: `
    new 10000 IOC       | PendingNew      10000     0 10000   0
    Trade 10000 @ 100   | Filled          10000 10000     0 100
    `,
      },
    ],
  },
];
