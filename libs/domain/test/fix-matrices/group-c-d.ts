import type { MatrixGroup } from './matrix';

export const GROUP_C_D: readonly MatrixGroup[] = [
  {
    group: 'C.1: replace to increase the quantity',
    matrices: [
      {
        title: 'C.1.a Zero-filled order',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 11000     | PendingReplace  10000     0 10000   0
    PendingReplace Y    | PendingReplace  10000     0 10000   0
    Replaced Y 11000    | New             11000     0 11000   0
    Trade 1000 @ 100    | PartiallyFilled 11000  1000 10000 100
    Trade 2000 @ 103    | PartiallyFilled 11000  3000  8000 102
    `,
      },

      {
        title: 'C.1.a The replace is rejected',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 11000     | PendingReplace  10000     0 10000   0
    CancelReject Y      | New             10000     0 10000   0
    `,
      },

      {
        title: 'C.1.b Part-filled order, execution while the replace is pending',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 12000     | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    Trade 100 @ 100     | PendingReplace  10000  1100  8900 100  -- still on the old terms
    Replaced Y 12000    | PartiallyFilled 12000  1100 10900 100
    Trade Y 10900 @ 100 | Filled          12000 12000     0 100
    `,
      },

      {
        title: 'C.1.c Filled order is opened again',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 10000 @ 100   | Filled          10000 10000     0 100
    replace Y 12000     | PendingReplace  10000 10000     0 100
    PendingReplace Y    | PendingReplace  10000 10000     0 100
    Replaced Y          | PartiallyFilled 12000 10000  2000 100
    Trade Y 2000 @ 106  | Filled          12000 12000     0 101
    `,
      },

      {
        title: 'C.1.c The replace is rejected: the order was and is Filled',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    Trade 10000 @ 100   | Filled          10000 10000     0 100
    replace Y 12000     | PendingReplace  10000 10000     0 100
    CancelReject Y      | Filled          10000 10000     0 100
    `,
      },
    ],
  },

  {
    group: 'C.2: replace that is not for quantity',
    matrices: [
      {
        title: 'C.2.a Rejected because a fill has occurred',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y @ 101     | PendingReplace  10000  1000  9000 100
    Trade 9000 @ 100    | PendingReplace  10000 10000     0 100  -- crosses the request
    CancelReject Y      | Filled          10000 10000     0 100
    replace Z @ 102 refused ORDER_FILLED | Filled 10000 10000 0 100
    `,
      },
    ],
  },

  {
    group: 'C.3: replace to decrease the quantity while executions are reported',
    matrices: [
      {
        title: 'C.3.a The requested quantity exceeds CumQty',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    Trade 500 @ 100     | PendingReplace  10000  1500  8500 100
    PendingReplace Y    | PendingReplace  10000  1500  8500 100
    Trade 100 @ 100     | PendingReplace  10000  1600  8400 100
    Replaced Y 8000     | PartiallyFilled  8000  1600  6400 100
    Trade Y 6400 @ 100  | Filled           8000  8000     0 100
    `,
      },

      {
        title: 'C.3.b The requested quantity equals CumQty',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 7000      | PendingReplace  10000     0 10000   0
    Trade 7000 @ 100    | PendingReplace  10000  7000  3000 100
    Replaced Y 7000     | Filled           7000  7000     0 100
    `,
      },

      {
        title: 'C.3.c The requested quantity is below CumQty, and is amended to it',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 7000      | PendingReplace  10000     0 10000   0
    Trade 8000 @ 100    | PendingReplace  10000  8000  2000 100
    Replaced Y 8000     | Filled           8000  8000     0 100
    `,
      },

      {
        title: 'C.3.c The report names the quantity that was asked for, or none',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 8000 @ 100    | PartiallyFilled 10000  8000  2000 100
    replace Y 7000      | PendingReplace  10000  8000  2000 100
    Replaced Y          | Filled           8000  8000     0 100
    `,
      },
    ],
  },

  {
    group: 'D.1: replaces in sequence',
    matrices: [
      {
        title: 'D.1.a Both are accepted',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    Trade 500 @ 100     | PendingReplace  10000  1500  8500 100
    Replaced Y 8000     | PartiallyFilled  8000  1500  6500 100
    Trade Y 2000 @ 100  | PartiallyFilled  8000  3500  4500 100
    replace Z 6000      | PendingReplace   8000  3500  4500 100
    PendingReplace Z    | PendingReplace   8000  3500  4500 100
    Trade Y 500 @ 100   | PendingReplace   8000  4000  4000 100
    Replaced Z 6000     | PartiallyFilled  6000  4000  2000 100
    Trade Z 2000 @ 100  | Filled           6000  6000     0 100
    `,
      },

      {
        title: 'D.1.b The first is rejected before it is pending, the second accepted',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    CancelReject Y      | PartiallyFilled 10000  1000  9000 100
    Trade 500 @ 100     | PartiallyFilled 10000  1500  8500 100
    Trade 2000 @ 100    | PartiallyFilled 10000  3500  6500 100
    replace Z 6000      | PendingReplace  10000  3500  6500 100
    PendingReplace Z    | PendingReplace  10000  3500  6500 100
    Replaced Z 6000     | PartiallyFilled  6000  3500  2500 100
    Trade Z 1500 @ 100  | PartiallyFilled  6000  5000  1000 100
    `,
      },

      {
        title: 'D.1.c The first is rejected after it was pending, the second accepted',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    Trade 500 @ 100     | PendingReplace  10000  1500  8500 100
    CancelReject Y      | PartiallyFilled 10000  1500  8500 100
    Trade 2000 @ 100    | PartiallyFilled 10000  3500  6500 100
    replace Z 6000      | PendingReplace  10000  3500  6500 100
    PendingReplace Z    | PendingReplace  10000  3500  6500 100
    Replaced Z 6000     | PartiallyFilled  6000  3500  2500 100
    Trade Z 1500 @ 100  | PartiallyFilled  6000  5000  1000 100
    `,
      },
    ],
  },

  {
    group: 'D.2: replaces that are chained',
    matrices: [
      {
        title: 'D.2.a The broker works them off one after the other',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    replace Z 7000      | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    Replaced Y 8000     | PendingReplace   8000  1000  7000 100  -- Z is outstanding (rule 8)
    PendingReplace Z    | PendingReplace   8000  1000  7000 100
    Replaced Z 7000     | PartiallyFilled  7000  1000  6000 100
    Trade Z 6000 @ 100  | Filled           7000  7000     0 100
    `,
      },

      {
        title: 'D.2.b The broker processes pending replaces before replaces',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    replace Z 7000      | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    PendingReplace Z    | PendingReplace  10000  1000  9000 100  -- no terms before they are accepted
    Replaced Y 8000     | PendingReplace   8000  1000  7000 100
    Replaced Z 7000     | PartiallyFilled  7000  1000  6000 100
    Trade Z 6000 @ 100  | Filled           7000  7000     0 100
    `,
      },

      {
        title: 'D.2.c Both are rejected',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    replace Z 7000      | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    CancelReject Y      | PendingReplace  10000  1000  9000 100  -- one reject answers one request
    CancelReject Z      | PartiallyFilled 10000  1000  9000 100
    `,
      },

      {
        title: 'D.2.d The second is rejected because the order is pending',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    Trade 1000 @ 100    | PartiallyFilled 10000  1000  9000 100
    replace Y 8000      | PendingReplace  10000  1000  9000 100
    replace Z 7000      | PendingReplace  10000  1000  9000 100
    PendingReplace Y    | PendingReplace  10000  1000  9000 100
    CancelReject Z      | PendingReplace  10000  1000  9000 100
    Replaced Y 8000     | PartiallyFilled  8000  1000  7000 100
    Trade Y 2000 @ 100  | PartiallyFilled  8000  3000  5000 100
    `,
      },

      {
        title: 'A cancel behind a replace: the replace is accepted, then the cancel',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 8000      | PendingReplace  10000     0 10000   0
    cancel Z            | PendingCancel   10000     0 10000   0
    Replaced Y 8000     | PendingCancel    8000     0  8000   0
    Canceled Z          | Canceled         8000     0     0   0
    `,
      },

      {
        title: 'A cancel behind a replace: the cancel is rejected first, the replace goes on',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 8000      | PendingReplace  10000     0 10000   0
    cancel Z            | PendingCancel   10000     0 10000   0
    CancelReject Z      | PendingReplace  10000     0 10000   0
    Replaced Y 8000     | New              8000     0  8000   0
    `,
      },

      {
        title:
          'The answers arrive in the wrong order: the earlier request does not bring its terms back',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    New                 | New             10000     0 10000   0
    replace Y 8000      | PendingReplace  10000     0 10000   0
    replace Z 7000      | PendingReplace  10000     0 10000   0
    Replaced Z 7000     | PendingReplace   7000     0  7000   0
    Replaced Y 8000     | New              7000     0  7000   0
    PendingReplace Y    | New              7000     0  7000   0
    `,
      },

      {
        title: 'A replace accepted before the acknowledgement arrives: the order is New',
        script: `
    new 10000           | PendingNew      10000     0 10000   0
    replace Y 8000      | PendingReplace  10000     0 10000   0
    Replaced Y 8000     | New              8000     0  8000   0
    New                 | New              8000     0  8000   0
    `,
      },
    ],
  },
];
