/** What a note on a trade or a dividend says, before anything is drawn. */
import { anyDay, daysAfter, decimalOf, isinOf } from '../../codes.ts';
import { bankName, type Company, makeCompany } from '../../companies.ts';
import { entries } from '../../languages/language.ts';
import type { Scene } from '../../scene.ts';

const STEMS = 'GLOBAL | EURO | WORLD | TECHNO | NORDIC | ASIA | GREEN | DIGITAL | HEALTH | ENERGY | CAPITAL | SILVER | PACIFIC | BLUE';
const SORTS = `EQUITY FUND A ACC | UCITS ETF DIST | INHABER-AKTIEN O.N. | REGISTERED SHARES DL-,01 | ACTIONS PORT. EO 2 | NAMENS-AKTIEN O.N. | MSCI INDEX ETF (ACC)
  | CORP. BOND 24/31 | Act. Nom. Classe A2 o.N. | ORD GBP0.10 | AZIONI NOM. O.N. | Inc. Class B`;

export interface Trade {
  readonly bank: string;
  readonly broker: Company;
  readonly client: Company;
  readonly buys: boolean;
  readonly isin: string;
  readonly wkn: string;
  readonly name: string;
  /** What sort of security it is: the end of its name, which may stand in a line of its own. */
  readonly sort: string;
  readonly traded: string;
  readonly time: string;
  readonly settles: string;
  /** Thousandths. */
  readonly shares: number;
  /** Ten-thousandths of the currency's unit. */
  readonly price: number;
  readonly gross: number;
  readonly fees: readonly number[];
  readonly net: number;
  readonly order: string;
}

/** A dividend is a sale of nothing: less its taxes it is paid out. */
export function makeTrade(scene: Scene, dividend: boolean): Trade {
  const { random, language, country, truth } = scene;
  const broker = makeCompany(random, language, country);
  const shares = random.chance(0.65) ? 1000 * random.int(1, 900) : random.int(1001, 250_000);
  const price = random.int(12_000, 4_800_000);
  const gross = Math.round((shares * price) / 100_000);
  const fees = Array.from({ length: random.int(0, 3) }, () => random.int(95, 3900));
  const buys = !dividend && random.chance(0.6);
  const traded = anyDay(random);
  const all = fees.reduce((sum, fee) => sum + fee, 0);
  const stem = `${random.pick(entries(STEMS))} ${random.pick(entries(STEMS))}`;
  const sort = random.pick(entries(SORTS));
  const trade: Trade = {
    bank: bankName(random, language, country, broker.city),
    broker,
    client: makeCompany(random, language, country),
    buys,
    isin: isinOf(random.pick(['DE', 'US', 'LU', 'IE', 'FR', 'NL', 'CH', 'GB', 'AT', 'IT']), random.shape('000#000##')),
    wkn: random.shape(random.pick(['@0##0#', '000000', '@@00@#'])),
    name: `${stem} ${sort}`,
    sort,
    traded,
    time: `${String(random.int(8, 21)).padStart(2, '0')}:${random.shape('0').replace(/[6-9]/, '3')}${random.shape('0')}`,
    settles: daysAfter(traded, random.pick([2, 2, 3, 4])),
    shares,
    price,
    gross,
    fees,
    net: buys ? gross + all : gross - all,
    order: random.shape(random.pick(['000000000', '00000000.001', '@00000000'])),
  };
  const says: Readonly<Record<string, string>> = {
    isin: trade.isin,
    security_number: trade.wkn,
    security: trade.name,
    side: buys ? 'buy' : 'sell',
    executed_on: traded,
    executed_at: trade.time,
    settles_on: trade.settles,
    quantity: thousandths(shares),
    unit_price: tenThousandths(price),
    market_value: decimalOf(gross),
    charges: decimalOf(all),
    settled_amount: decimalOf(trade.net),
    currency: country.currency,
    order_number: trade.order,
  };
  for (const [field, text] of Object.entries(says)) truth.set(field, text);
  return trade;
}

const thousandths = (n: number): string =>
  n % 1000 === 0 ? String(n / 1000) : `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`;
const tenThousandths = (n: number): string => `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`;
