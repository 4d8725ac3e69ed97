import { csvRows } from './csv';
import { OTHER_SHARES } from './other-shares';

/** A share that both exchanges list, with its contracts at NSE. */
export interface Share {
  readonly name: string;
  readonly nseToken: string;
  readonly bseToken: string;
  /** ICICI's name of it. */
  readonly shortName: string;
  /** About what it cost in late 2026, in rupees: where the simulated market starts. */
  readonly base: number;
  /** Of its contracts; 0 without any. */
  readonly lot: number;
  /** Between the strikes of its options. */
  readonly strikeStep: number;
  readonly company: string;
}

type Row = readonly [string, string, string, string, number, number, number, string];

/** NIFTY's shares and a few more, with the tokens and scrip codes of the exchanges. */
const ROWS: readonly Row[] = [
  ['RELIANCE', '2885', '500325', 'RELIND', 1360, 500, 20, 'RELIANCE INDUSTRIES LTD'],
  ['TCS', '11536', '532540', 'TCS', 3120, 175, 40, 'TATA CONSULTANCY SERVICES LTD'],
  ['INFY', '1594', '500209', 'INFTEC', 1480, 400, 20, 'INFOSYS LTD'],
  ['HDFCBANK', '1333', '500180', 'HDFBAN', 985, 550, 10, 'HDFC BANK LTD'],
  ['ICICIBANK', '4963', '532174', 'ICIBAN', 1390, 800, 20, 'ICICI BANK LTD'],
  ['SBIN', '3045', '500112', 'STABAN', 905, 750, 10, 'STATE BANK OF INDIA'],
  ['ITC', '1660', '500875', 'ITC', 405, 1600, 5, 'ITC LTD'],
  ['ACC', '22', '500410', 'ACC', 1840, 300, 20, 'ACC LTD'],
  ['ADANIENT', '25', '512599', 'ADAENT', 2480, 300, 40, 'ADANI ENTERPRISES LTD'],
  [
    'ADANIPORTS',
    '15083',
    '532921',
    'ADAPOR',
    1440,
    475,
    20,
    'ADANI PORTS AND SPECIAL ECONOMIC ZONE LTD',
  ],
  ['APOLLOHOSP', '157', '508869', 'APOHOS', 7650, 125, 100, 'APOLLO HOSPITALS ENTERPRISE LTD'],
  ['ASIANPAINT', '236', '500820', 'ASIPAI', 2510, 250, 40, 'ASIAN PAINTS LTD'],
  ['AXISBANK', '5900', '532215', 'AXIBAN', 1230, 625, 10, 'AXIS BANK LTD'],
  ['BAJAJ-AUTO', '16669', '532977', 'BAAUTO', 8900, 75, 100, 'BAJAJ AUTO LTD'],
  ['BAJFINANCE', '317', '500034', 'BAJFI', 1040, 750, 10, 'BAJAJ FINANCE LTD'],
  ['BAJAJFINSV', '16675', '532978', 'BAFINS', 2080, 250, 20, 'BAJAJ FINSERV LTD'],
  ['BHARTIARTL', '10604', '532454', 'BHAAIR', 2060, 475, 20, 'BHARTI AIRTEL LTD'],
  ['BPCL', '526', '500547', 'BHAPET', 352, 1975, 5, 'BHARAT PETROLEUM CORPORATION LTD'],
  ['BRITANNIA', '547', '500825', 'BRIIND', 5830, 125, 50, 'BRITANNIA INDUSTRIES LTD'],
  ['CIPLA', '694', '500087', 'CIPLA', 1520, 375, 20, 'CIPLA LTD'],
  ['COALINDIA', '20374', '533278', 'COALIN', 386, 1350, 5, 'COAL INDIA LTD'],
  ['DIVISLAB', '10940', '532488', 'DIVLAB', 6540, 100, 100, 'DIVIS LABORATORIES LTD'],
  ['DRREDDY', '881', '500124', 'DRREDD', 1245, 625, 10, 'DR REDDYS LABORATORIES LTD'],
  ['EICHERMOT', '910', '505200', 'EICMOT', 6950, 100, 50, 'EICHER MOTORS LTD'],
  ['GRASIM', '1232', '500300', 'GRASIM', 2790, 250, 20, 'GRASIM INDUSTRIES LTD'],
  ['HCLTECH', '7229', '532281', 'HCLTEC', 1530, 350, 20, 'HCL TECHNOLOGIES LTD'],
  ['HDFCLIFE', '467', '540777', 'HDFSTA', 765, 1100, 10, 'HDFC LIFE INSURANCE COMPANY LTD'],
  ['HEROMOTOCO', '1348', '500182', 'HERHON', 5560, 150, 50, 'HERO MOTOCORP LTD'],
  ['HINDALCO', '1363', '500440', 'HINDAL', 790, 700, 10, 'HINDALCO INDUSTRIES LTD'],
  ['HINDUNILVR', '1394', '500696', 'HINLEV', 2440, 300, 20, 'HINDUSTAN UNILEVER LTD'],
  ['INDUSINDBK', '5258', '532187', 'INDBA', 795, 700, 10, 'INDUSIND BANK LTD'],
  ['JSWSTEEL', '11723', '500228', 'JSWSTE', 1160, 675, 10, 'JSW STEEL LTD'],
  ['KOTAKBANK', '1922', '500247', 'KOTMAH', 2090, 400, 20, 'KOTAK MAHINDRA BANK LTD'],
  ['LT', '11483', '500510', 'LARTOU', 3990, 175, 20, 'LARSEN AND TOUBRO LTD'],
  ['M&M', '2031', '500520', 'MAHMAH', 3650, 200, 50, 'MAHINDRA & MAHINDRA LTD'],
  ['MARUTI', '10999', '532500', 'MARUTI', 15900, 50, 100, 'MARUTI SUZUKI INDIA LTD'],
  ['NESTLEIND', '17963', '500790', 'NESIND', 1265, 500, 10, 'NESTLE INDIA LTD'],
  ['NTPC', '11630', '532555', 'NTPC', 332, 1500, 5, 'NTPC LTD'],
  ['ONGC', '2475', '500312', 'ONGC', 248, 2250, 5, 'OIL AND NATURAL GAS CORPORATION LTD'],
  ['POWERGRID', '14977', '532898', 'POWGRI', 278, 1900, 5, 'POWER GRID CORPORATION OF INDIA LTD'],
  ['SBILIFE', '21808', '540719', 'SBILIF', 1985, 375, 20, 'SBI LIFE INSURANCE COMPANY LTD'],
  ['SHREECEM', '3103', '500387', 'SHRCEM', 27100, 25, 250, 'SHREE CEMENT LTD'],
  ['SUNPHARMA', '3351', '524715', 'SUNPHA', 1710, 350, 20, 'SUN PHARMACEUTICAL INDUSTRIES LTD'],
  ['TATACONSUM', '3432', '500800', 'TATGLO', 1150, 550, 10, 'TATA CONSUMER PRODUCTS LTD'],
  ['TATASTEEL', '3499', '500470', 'TATSTE', 172, 5500, 2.5, 'TATA STEEL LTD'],
  ['TECHM', '13538', '532755', 'TECMAH', 1450, 600, 20, 'TECH MAHINDRA LTD'],
  ['TITAN', '3506', '500114', 'TITIND', 3820, 175, 20, 'TITAN COMPANY LTD'],
  ['ULTRACEMCO', '11532', '532538', 'ULTCEM', 11850, 50, 100, 'ULTRATECH CEMENT LTD'],
  ['UPL', '11287', '512070', 'UNIP', 745, 1355, 10, 'UPL LTD'],
  ['WIPRO', '3787', '507685', 'WIPRO', 242, 3000, 2.5, 'WIPRO LTD'],
  ['GTLINFRA', '13643', '532775', 'GTLINF', 1.45, 0, 0, 'GTL INFRASTRUCTURE LTD'],
];

export const SHARES: readonly Share[] = [
  ...ROWS.map(([name, nseToken, bseToken, shortName, base, lot, strikeStep, company]) => {
    return { name, nseToken, bseToken, shortName, base, lot, strikeStep, company };
  }),
  ...csvRows(OTHER_SHARES).map((row) => ({
    name: row.name,
    nseToken: row.nsetoken,
    bseToken: row.bsetoken,
    shortName: row.shortname,
    base: Number(row.base),
    lot: 0,
    strikeStep: 0,
    company: row.company,
  })),
];
