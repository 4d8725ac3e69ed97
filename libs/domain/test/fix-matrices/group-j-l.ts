import type { MatrixGroup } from './matrix';

export const GROUP_J_L: readonly MatrixGroup[] = [
  {
    group: 'J: busts and corrections',
    matrices: [
      {
        title: 'J.1.a Filled order, followed by correction and cancellation of executions',
        script: `
    new 10000                     | PendingNew      10000     0 10000   0
    New                           | New             10000     0 10000   0
    Trade 1000 @ 100 #C           | PartiallyFilled 10000  1000  9000 100
    Trade 9000 @ 110 #D           | Filled          10000 10000     0 109
    TradeCancel of C #E           | PartiallyFilled 10000  9000  1000 110
    TradeCorrect of D 9000 @ 100 #F | PartiallyFilled 10000 9000 1000 100
    Trade 1000 @ 120 #G           | Filled          10000 10000     0 102
    TradeCorrect of F 9000 @ 120 #H | Filled        10000 10000     0 120
    replace Y 12000               | PendingReplace  10000 10000     0 120
    PendingReplace Y              | PendingReplace  10000 10000     0 120
    Replaced Y 12000              | PartiallyFilled 12000 10000  2000 120
    TradeCorrect of H 9500 @ 120 #K | PartiallyFilled 12000 10500 1500 120
    `,
      },

      {
        title: 'J.1.b Canceled order, followed by a busted execution and a new execution',
        script: `
    new 10000                     | PendingNew      10000     0 10000   0
    New                           | New             10000     0 10000   0
    Trade 5000 @ 50 #B            | PartiallyFilled 10000  5000  5000  50
    cancel Y                      | PendingCancel   10000  5000  5000  50
    PendingCancel Y               | PendingCancel   10000  5000  5000  50
    Canceled Y                    | Canceled        10000  5000     0  50
    TradeCancel of B #E           | Canceled        10000     0     0   0  -- over New
    Trade 4000 @ 51 #F            | Canceled        10000  4000     0  51
    `,
      },

      {
        title: 'J.1.c GTC order with corrections of both days',
        script: `
    new 10000 GTC                 | PendingNew      10000     0 10000   0
    New                           | New             10000     0 10000   0
    Trade 2000 @ 100 #B           | PartiallyFilled 10000  2000  8000 100
    DoneForDay                    | DoneForDay      10000  2000  8000 100
    Restated                      | PartiallyFilled 10000  2000  8000 100
    Trade 1000 @ 103 #E           | PartiallyFilled 10000  3000  7000 101
    TradeCorrect of B 1500 @ 98 #F  | PartiallyFilled 10000 2500 7500 100
    TradeCorrect of E 500 @ 106 #G  | PartiallyFilled 10000 2000 8000 100
    `,
      },

      {
        title: 'J.1.d Part-filled order, done for day, followed by correction and bust',
        script: `
    new 10000                     | PendingNew      10000     0 10000   0
    New                           | New             10000     0 10000   0
    Trade 2000 @ 100 #C           | PartiallyFilled 10000  2000  8000 100
    Trade 1000 @ 100 #D           | PartiallyFilled 10000  3000  7000 100
    DoneForDay                    | DoneForDay      10000  3000     0 100
    TradeCorrect of C 1000 @ 102 #F | DoneForDay    10000  2000     0 101
    TradeCancel of D #G           | DoneForDay      10000  1000     0 102
    `,
      },

      {
        title: 'J Busts take an open order back, from Filled to PartiallyFilled to New (rule 11)',
        script: `
    new 10000                     | PendingNew      10000     0 10000   0
    Trade 6000 @ 100 #B           | PartiallyFilled 10000  6000  4000 100
    Trade 4000 @ 105 #C           | Filled          10000 10000     0 102
    TradeCancel of B              | PartiallyFilled 10000  4000  6000 105
    TradeCancel of C              | New             10000     0 10000   0  -- not PendingNew: it traded
    `,
      },

      {
        title: 'J A bust and a chain of corrections that arrive before their trade',
        script: `
    new 10000                     | PendingNew      10000     0 10000   0
    New                           | New             10000     0 10000   0
    TradeCorrect of C 300 @ 100 #D  | New           10000     0 10000   0
    TradeCancel of F #G           | New             10000     0 10000   0
    Trade 100 @ 100 #B            | PartiallyFilled 10000   100  9900 100
    TradeCorrect of B 200 @ 100 #C  | PartiallyFilled 10000 300  9700 100  -- D had the last word
    Trade 500 @ 100 #F            | PartiallyFilled 10000   300  9700 100  -- busted before it came
    TradeCancel of D              | New             10000     0 10000   0
    `,
      },

      {
        title: 'J A trade that cancels the remainder and is busted: the order stays canceled',
        script: `
    new 10000 IOC                 | PendingNew      10000     0 10000   0
    Trade 1000 @ 100 #B and cancels | Canceled      10000  1000     0 100
    TradeCancel of B              | Canceled        10000     0     0   0
    `,
      },

      {
        title: 'J An overfill is booked, nothing is open, and a bust brings it back (rule 17)',
        script: `
    new 10000                     | PendingNew      10000     0 10000   0
    Trade 9000 @ 100 #B           | PartiallyFilled 10000  9000  1000 100
    Trade 2000 @ 100 #C           | Filled          10000 11000     0 100
    TradeCancel of C              | PartiallyFilled 10000  9000  1000 100
    `,
      },
    ],
  },

  {
    group: 'K: trading halts',
    matrices: [
      {
        title: 'K.1.a Suspended, then reinstated by Restated',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    Suspended           | Suspended       10000  1000  9000 100
    Restated            | PartiallyFilled 10000  1000  9000 100
    Trade 9000 @ 100    | Filled          10000 10000     0 100
    `,
      },

      {
        title: 'K.1.a Suspended, then reinstated by a second New',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Suspended           | Suspended       10000     0 10000   0
    New                 | New             10000     0 10000   0
    `,
      },

      {
        title: 'K.1.a A first New that comes late does not end the halt',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    Suspended           | Suspended       10000     0 10000   0
    New                 | Suspended       10000     0 10000   0
    New                 | New             10000     0 10000   0
    `,
      },

      {
        title: 'K.1.b Canceled in a halt',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Suspended           | Suspended       10000     0 10000   0
    Canceled            | Canceled        10000     0     0   0
    Suspended           | Canceled        10000     0     0   0
    `,
      },

      {
        title: 'K A fill in a halt is booked, a full one ends it',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Suspended           | Suspended       10000     0 10000   0
    Trade 1000 @ 100    | Suspended       10000  1000  9000 100
    cancel Y            | PendingCancel   10000  1000  9000 100
    CancelReject Y      | Suspended       10000  1000  9000 100
    Trade 9000 @ 100    | Filled          10000 10000     0 100
    `,
      },
    ],
  },

  {
    group: 'L: miscellaneous',
    matrices: [
      {
        title: 'L.1.a Stopped: a guarantee is not a fill (rule 12)',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Stopped             | Stopped         10000     0 10000   0
    Trade 1000 @ 50     | Stopped         10000  1000  9000  50
    Trade 9000 @ 50     | Filled          10000 10000     0  50
    `,
      },

      {
        title: 'L.1.a A guaranteed order that is canceled',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Stopped             | Stopped         10000     0 10000   0
    Trade 1000 @ 50     | Stopped         10000  1000  9000  50
    cancel Y            | PendingCancel   10000  1000  9000  50
    Canceled Y          | Canceled        10000  1000     0  50
    Stopped             | Canceled        10000  1000     0  50
    `,
      },

      {
        title: 'L Calculated after the fill: settlement is worked out',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    Trade 10000 @ 50    | Filled          10000 10000     0  50
    Calculated          | Calculated      10000 10000     0  50
    `,
      },
    ],
  },
];
