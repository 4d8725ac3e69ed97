/** What is said of a call that does not work here. */
export type Verdict = 'not at the broker' | 'fault of the client' | 'missing';

/** A client that a broker publishes, unmodified but for addresses. */
export interface OfficialClient {
  readonly name: string;
  readonly broker: 'flattrade' | 'breeze';
  /** A repository of GitHub, or a package of npm with its version. */
  readonly source: { readonly repository: string } | { readonly package: string };
  /** Packages of npm that it needs. */
  readonly packages: readonly string[];
  readonly driver: string;
  readonly exceptions: Readonly<Record<string, readonly [Verdict, reason: string]>>;
}

const PASSWORDS = [
  'not at the broker',
  'Flattrade logs in on its page alone: QuickAuth and its relatives are unusable for its users',
] as const;

const ADVICE = [
  'missing',
  "What the broker's analysts recommend; the simulator has no analysts, and no program needs them to trade",
] as const;

export const OFFICIAL_CLIENTS: readonly OfficialClient[] = [
  {
    name: 'flattrade-python',
    broker: 'flattrade',
    source: { repository: 'flattrade/pythonAPI' },
    packages: [],
    driver: 'noren.py',
    exceptions: { login: PASSWORDS, forgot_password: PASSWORDS },
  },
  {
    name: 'shoonya-python',
    broker: 'flattrade',
    source: { repository: 'Shoonya-Dev/ShoonyaApi-py' },
    packages: [],
    driver: 'noren.py',
    exceptions: { login: PASSWORDS, forgot_password: PASSWORDS },
  },
  {
    name: 'shoonya-javascript',
    broker: 'flattrade',
    source: { repository: 'Shoonya-Dev/ShoonyaApi-js' },
    packages: ['axios@0.27', 'crypto-js@4', 'ws@7'],
    driver: 'noren.cjs',
    exceptions: { login: PASSWORDS },
  },
  {
    name: 'breeze-python',
    broker: 'breeze',
    source: { repository: 'Idirect-Tech/Breeze-Python-SDK' },
    packages: [],
    driver: 'breeze.py',
    exceptions: {
      add_margin: ['not at the broker', 'Margin orders are forbidden to programs'],
      'ticks, recommendations': ADVICE,
    },
  },
  {
    name: 'breeze-javascript',
    broker: 'breeze',
    source: { package: 'breezeconnect@1.0.31' },
    packages: ['adm-zip@0.5', 'axios@0.27', 'crypto-js@4', 'csv-parse@5', 'socket.io-client@4'],
    driver: 'breeze.cjs',
    exceptions: {
      addMargin: ['not at the broker', 'Margin orders are forbidden to programs'],
      cancelOrder: [
        'fault of the client',
        'It sends its order to cancel without headers, so that no server can know the caller',
      ],
      getOptionChainQuotes: [
        'fault of the client',
        'It wants an exchange that is NFO and BFO at once, and sends nothing',
      ],
      modifyOrder: [
        'fault of the client',
        'It fails at misspelt variables before it sends anything',
      ],
      squareOff: [
        'fault of the client',
        'It fails at a misspelt variable for every type of order before it sends anything',
      ],
      'ticks, recommendations': ADVICE,
    },
  },
];
