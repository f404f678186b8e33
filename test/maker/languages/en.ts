/** English, as written in Britain, Ireland, America, Australia, Singapore, Malaysia and India. */
import { ENGLISH_COUNTRIES } from './en-countries.ts';
import type { Language } from './language.ts';

export const en: Language = {
  code: 'en',
  words: {
    invoice:
      'Invoice | INVOICE | Tax Invoice | TAX INVOICE | Sales Invoice | Commercial Invoice | Service Invoice | VAT INVOICE | Bill | Final Invoice',
    credit_note: 'Credit Note | CREDIT NOTE | Credit Memo | Tax Credit Note | Adjustment Note',
    title_number: 'Invoice {n} | INVOICE #{n} | Invoice No. {n} | Tax Invoice No: {n} | INVOICE   #{n} | Invoice # {n} | Invoice: {n}',
    title_dated: 'Invoice {n} dated {date} | Invoice no. {n} / {date} | Invoice {n} of {date} | Invoice #{n} – {date}',
    number: `Invoice number | Invoice No. | Invoice # | Invoice no | Invoice Number | Inv. No. | Invoice ID | Document No. | Bill No. | Inv #
      | Our invoice | Invoice ref. | Tax invoice no. | Number | Reference no. | No.`,
    date: `Invoice date | Date | Invoice Date | Date of issue | Issue date | Issued | Tax date | Bill date | Date issued | Dated | Tax point
      | Invoice dt. | Billing date | Issued on | Inv. date`,
    due: `Due date | Payment due | Due | Date due | Payment due date | Pay by | Due by | Payable by | Payment due by | Please pay by | Due on
      | Payment until | Payable on or before | Latest payment date`,
    delivery: `Delivery date | Date of supply | Supply date | Service date | Date of delivery | Delivered | Shipped on | Ship date
      | Date of service | Delivered on | Completion date`,
    order: `PO number | Purchase order | Your order | Order number | P.O. # | PO No. | PO # | Your PO | Customer PO | Order ref. | Your order no.
      | Purchase Order No. | Customer order no. | P/O`,
    customer: 'Customer number | Account no. | Customer ID | Customer No. | Client no. | Account number | Cust. no. | A/C no. | Client ID',
    other_date: 'Order date | Print date | Contract date | Quote date | Despatch date | Date printed | Period ending | Renewal date',
    other_reference:
      'Delivery note | Quote no. | Project | Job no. | Terms | Our ref. | Sales order | Contract no. | Ship via | Vessel | Cost centre',
    contact: 'Contact | Sales rep | Salesperson | Account manager | Attn | Your contact | Prepared by',
    seller: 'From | Seller | Supplier | Vendor | Issued by | Sold by | Service provider | Payee | Remit to | Company',
    buyer:
      'Bill to | Invoice to | Billed to | Customer | Sold to | To | Client | BILL TO | Buyer | Invoice address | Bill to / Sold to | Prepared for | Billing details',
    ship_to: 'Ship to | Deliver to | Delivery address | Shipping address | Site address | Consignee | Ship-to',
    vat_id: 'VAT no. | VAT number | VAT Reg. No. | VAT ID | VAT registration number | VAT Reg | GB VAT | Tax ID | VAT',
    buyer_vat_id: 'Customer VAT no. | Your VAT number | VAT no. (customer) | Client VAT ID | Buyer VAT',
    tax_number: 'Company no. | Reg. no. | EIN | ABN | Tax file no. | Company number | UTR',
    lines_total: 'Items total | Sum of items | Goods total | Total before discount | Lines total | Gross sales | Total qty price',
    discount: 'Discount | Less discount | Trade discount | Loyalty discount | Promotional discount | Rebate',
    shipping: 'Shipping | Carriage | Freight | Postage & packing | Delivery charge | P&P | Handling',
    net: `Subtotal | Net total | Net amount | Sub-total | Total excl. VAT | Net | Total (ex VAT) | Sub total | Taxable amount | Total before tax
      | Goods value | Amount before tax | Total excluding VAT | Subtotal less discount | Total ex. tax | Net value`,
    tax_rate: `VAT {r}% | VAT ({r}%) | VAT @ {r}% | Tax ({r}%) | {r}% VAT | GST {r}% | Sales tax {r}% | VAT at {r}% | Add: VAT {r}% | GST @{r}%
      | Tax {r}% | plus {r}% VAT`,
    tax: 'VAT | Tax | Total VAT | Sales tax | VAT amount | Total tax | GST | VAT total | Tax amount | Output tax',
    gross: `Total | Total due | Amount due | Grand total | Invoice total | Total (inc VAT) | Total incl. VAT | TOTAL | Total payable | Gross total
      | Total amount | Please pay | Total amount due | Total inclusive of VAT | Total to pay | Balance | Amount payable | Total for this invoice
      | Total including tax | Total invoice value | Gross`,
    paid: 'Paid | Less deposit | Amount paid | Deposit received | Payments received | Paid to date | Prepayment',
    balance: 'Balance due | Balance outstanding | Amount outstanding | Remaining balance | Still to pay | Amount now due',
    included_tax: 'Includes VAT of {amt} | (incl. VAT {r}% {amt}) | VAT included: {amt} | Total includes GST of {amt}',
    currency_note: 'All amounts in {n} | Currency: {n} | All prices in {n} | Amounts shown in {n} | Invoice currency {n}',
    no_tax: 'VAT exempt. | Not VAT registered. | No VAT charged under the small business scheme. | Outside the scope of VAT.',
    h_pos: '# | Line | Item | No. | Pos.',
    h_code: 'Code | SKU | Item code | Product code | Part no. | Stock code',
    h_item: 'Description | Item | Details | Service | Product | Particulars | Description of goods | Item description | Activity',
    h_qty: 'Qty | Quantity | Hours | Units | QTY | Qty. | Hrs/Qty',
    h_unit: 'Unit | UoM | Per | U/M',
    h_price: 'Unit price | Price | Rate | Unit cost | Price each | Each | Unit Price',
    h_rate: 'VAT % | VAT rate | Tax % | VAT | Tax | Tax rate',
    h_base: 'Net | Net amount | Taxable | Goods | Net value',
    h_tax: 'VAT | Tax | VAT amount | Tax amount',
    h_amount: 'Amount | Total | Line total | Net | Ext. price | Extended | Line amount | Subtotal | Value',
    h_date: 'Date | Posting date | Trans. date | Transaction date | Posted',
    iban: 'IBAN | IBAN no. | IBAN: | IBAN number | Account (IBAN) | Bank account (IBAN)',
    bic: 'BIC | SWIFT | SWIFT/BIC | BIC/SWIFT | Swift code | BIC code',
    bank: 'Bank | Bank details | Bank name | Banker | Our bank',
    holder: 'Account name | Account holder | Payee | Beneficiary | A/C name',
    due_sentence: `Payment is due by {date}. | Please pay by {date}. | Kindly remit payment by {date}. | Payable on or before {date}
      | Please transfer {amt} to the account below by {date}. | Payment due {date}, thereafter interest is charged. | Pay before {date}, please.`,
    days_sentence:
      'Payment due within {days} days. | Terms: net {days} days | Net {days} | Payment terms: {days} days from invoice date | Due on receipt',
    date_sentence: `Your order of {date} | Prices valid until {date} | Paid on {date} with thanks. | Quote expires {date} | Contract dated {date}
      | Warranty expires {date} | Statement of account as at {date} | Order received {date} | Terms and conditions as of {date}`,
    place_date: '{city}, {date} | {city}, {date}',
    intro:
      'Thank you for your business! | For professional services rendered: | Please find below our charges: | Work carried out as agreed: | Dear customer,',
    thanks: `Thank you for your business. | Please quote the invoice number with your payment. | Goods remain our property until paid in full.
      | E&OE | Late payments are charged at 8% over base rate. | Questions? Call us any time.`,
    page: 'Page {n} of {b} | Page {n} | {n} / {b} | Page {n}/{b} | Page: {n}',
    carried: 'Carried forward | Brought forward | Subtotal carried forward | Balance c/f | Page total',
    phone: 'Tel | Phone | T | Tel. | Telephone | Ph',
    email: 'Email | E | E-mail | Mail',
    web: 'www | Web | W | Website',
    manager: 'Director: {name} | Directors: {name} | Managing director {name} | Proprietor: {name} | CEO {name}',
    r_title:
      'RECEIPT | Sales Receipt | TAX INVOICE | CASH BILL | Receipt | SIMPLIFIED TAX INVOICE | Customer copy | CASH RECEIPT | INVOICE',
    r_number: 'Receipt # | Receipt No | Doc No. | Bill No | Invoice No | Trans # | Receipt | Order # | Check #',
    r_date: 'Date | DATE | Date: | Bill Date | Sale date | Dt',
    r_time: 'Time | TIME | Time: | @',
    cashier: 'Cashier | Served by | Server | Operator | CASHIER | Your cashier today was | Salesperson',
    till: 'Till | Register | Terminal | Table | POS | Store | Counter',
    r_subtotal: 'Subtotal | SUBTOTAL | Sub Total | Sub-total | Total sales (excluding GST) | Total Excl. | Amount | Net sales',
    r_total: `TOTAL | Total | Grand Total | Total Sales (Inclusive of GST) | Amount Due | NET TOTAL | Total (incl. GST) | Balance due | TOTAL DUE
      | Rounded Total (RM) | Total Amount | To pay | BALANCE TO PAY | Total inc. VAT | NETT TOTAL | Total payable`,
    r_tax: 'Tax | VAT | GST | Sales Tax | Total GST | VAT total | GST 6% | Tax 8.25% | Includes VAT',
    r_net: 'Net | Amount excl. | Goods | Taxable | Net amount',
    r_tip: 'Tip | Gratuity | TIP | Service charge',
    r_change: 'Change | CHANGE | Change due | Cash back | Change given | CHANGE DUE',
    r_rounding: 'Rounding | Rounding adj | Rounding Adjustment | ROUNDING',
    r_items: 'Items | Total Qty | Item count | No. of items | Total items | Qty',
    r_cash: 'Cash | CASH | Cash',
    r_given: 'Tendered | Amount tendered | Paid | Received | Amt. paid',
    methods: 'VISA | Mastercard | Visa Debit | Card | AMEX | Contactless | Debit Card | MASTERCARD | Apple Pay | Credit card',
    r_return: 'Return before {date} | Refunds until {date} with receipt | Voucher valid until {date} | Offer ends {date}',
    r_thanks: `THANK YOU | Thank you, please come again | Goods sold are not returnable | Have a nice day! | Thank you for shopping with us
      | Please retain receipt | Follow us for offers`,
    goods: `BREAD WHITE 800G | MILK 2PT | Coffee large | BANANAS KG | Chicken Rice | FISH & CHIPS | TEA O ICE | Batteries AA x4 | USB cable | Eggs 12
      | CHEDDAR MATURE | Paper A4 ream | Soup of the day | GLOVE 1200 | Cola 330ml | Burger meal | PENCIL 2B | Shampoo 400 | Chair cushion
      | Latte | Nasi Lemak | PRINTER INK BLK | Muffin | NAILS 2IN | Sparkling water`,
    s_title:
      'Statement of account | Bank statement | Account statement | Statement | Your statement | STATEMENT OF ACCOUNT | Current account statement | Account summary',
    s_period: '{a} to {b} | {a} - {b} | {a} – {b} | from {a} to {b} | {a} through {b}',
    s_period_label: 'Statement period | Period | For the period | Statement dates | Period covered | Transactions from | Activity',
    s_date: 'Statement date | Date | Issue date | Date of statement | Statement issued | Printed on | As of',
    s_number: 'Statement no. | Sheet number | Statement number | Sheet | Statement #',
    s_account: 'Account number | Account no. | Account | Acct # | A/C',
    s_owner: 'Account name | Account holder | Customer | Name | In the name of',
    s_opening: `Opening balance | Previous balance | Balance brought forward | Beginning balance | Balance at {a} | Opening balance {a} | Start balance
      | Balance on {a} | Brought forward | Your balance at the start`,
    s_closing: `Closing balance | New balance | Balance carried forward | Ending balance | Balance at {b} | Closing balance {b} | End balance | Balance on {b}
      | Balance as of {b} | Final balance | Your balance at close of business {b}`,
    s_currency: 'Currency | Account currency | Ccy',
    s_limit: 'Overdraft limit | Total debits | Total credits | Available balance | Payments in | Payments out | Arranged overdraft',
    h_value: 'Value date | Value | Effective date',
    h_text: 'Description | Details | Transaction | Particulars | Payment type and details | Narrative',
    h_debit: 'Debit | Withdrawals | Paid out | Money out | Debits | Payments',
    h_credit: 'Credit | Deposits | Paid in | Money in | Credits | Receipts',
    h_sum: 'Amount | Amount | Transaction amount | Value',
    h_balance: 'Balance | Running balance | Balance (GBP) | Bal',
    bookings: `Direct debit {name} | Card payment {name} | Salary {name} | Standing order rent | Transfer to {name} | Cash withdrawal {city} | Interest paid
      | Account fee | POS {name} {city} | Cheque 100482 | Refund {name} | ACH deposit {name}`,
    checking: 'Current account | Checking | Business Current Account | Checking account | Premier Checking | Business Account',
    savings: 'Savings account | Savings | Instant Saver | Money Market Savings | Deposit account',
    credit: 'Credit card | Credit Card Account | Loan account | Platinum Card',
    debit_mark: 'DR | OD | Dr | D | -',
    credit_mark: 'CR | Cr | C | +',
    l_ours: 'Our ref. | Our reference | Ref. | Reference | File no. | Ref no.',
    l_yours: 'Your ref. | Your reference | Your letter of | Yr ref',
    l_date: 'Date | Date: | Dated',
    l_subject: 'Re: | Subject: | RE: | Regarding: | Subject',
    subjects: `Termination of tenancy | Your enquiry about boiler service | Change of premium | Annual general meeting | Final reminder | Confirmation of appointment
      | Quotation for roof repair | Your application | Price change from next year`,
    salutation: 'Dear Sir or Madam, | Dear Mr {name}, | Dear Ms {name}, | Dear Customer,',
    body: `We refer to our conversation of {date} and confirm the points agreed. | Please return the documents by {date}. | The change applies from {date}.
      | Please do not hesitate to contact us. | Please find enclosed the papers you asked for. | The premium rises from 24.90 to {amt}.`,
    closing: 'Yours sincerely, | Kind regards, | Yours faithfully, | Best regards, | Sincerely,',
    t_buy: 'Contract note – Purchase | Trade confirmation: BUY | Bought | Securities purchase | Confirmation of purchase | You bought',
    t_sell: 'Contract note – Sale | Trade confirmation: SELL | Sold | Securities sale | Confirmation of sale | You sold',
    t_dividend: 'Dividend payment | Dividend confirmation | Income distribution | Cash dividend',
    t_ex_date: 'Ex date | Record date | Ex-dividend date',
    t_per_share: 'Dividend per share | Rate per unit | Distribution per share',
    t_name: 'Security | Security name | Description | Stock | Instrument | Investment | Security description',
    t_shares: 'Quantity | Shares | Units | Nominal | No. of shares | Qty | Quantity traded',
    t_price: 'Price | Unit price | Price per share | Execution price | Avg. price | Dealing price',
    t_gross: 'Consideration | Gross amount | Principal | Market value | Gross consideration',
    t_fees: 'Commission | Dealing charge | Stamp duty | Exchange fee | Broker fee | Handling fee',
    t_debit: 'Total debit | Net amount | Total amount payable | Settlement amount | Total cost | Amount due | Total | Net consideration',
    t_credit: 'Total credit | Net amount | Net proceeds | Settlement amount | Amount payable to you | Proceeds | Total',
    t_trade_date: 'Trade date | Deal date | Transaction date | Date of trade | Execution date | Trade Date/Time | Bargain date',
    t_value_date: 'Settlement date | Value date | Settle date | Payment date',
    t_time: 'Time | Trade time | Execution time | Deal time',
    t_venue: 'Venue | Exchange | Place of execution | Market',
    t_depot: 'Account | Custody account | Account no. | Portfolio',
    t_sentence: `We have bought for you as agent on {date}: {n} {name} | We confirm the following transaction. | Order type: Market order
      | This document has been generated electronically and is not signed.`,
    t_unit: 'shares | units | Shs | pcs',
  },
  weekdays: 'Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday',
  months: 'January | February | March | April | May | June | July | August | September | October | November | December',
  shortMonths: 'Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec',
  first: 'Emma | James | Priya | Oliver | Grace | Liam | Chloe | Ahmed | Sarah | Daniel | Wei Ling | Thomas | Aisha | Ryan | Hannah',
  last: 'Baker | Hughes | Patel | Carter | Murphy | Thompson | Singh | Wood | Turner | Fletcher | Tan | Khan | Brooks | Harrison | Reid | Lim | Cooper | Doyle | Shaw | Grant',
  stems:
    'Northgate | Oakfield | Blue Harbour | Silverline | Summit | Redwood | Harbourside | Ironbridge | Kestrel | Beacon | Pinnacle | Meadow | Vertex | Granite | Lumen | Atlas',
  trades: `Plumbing | Joinery | Office Supplies | Print | IT Solutions | Logistics | Electrical | Landscapes | Consulting | Software | Tools | Media | Builders
    | Cleaning | Haulage | Bakery | Stores | Kitchen | Pharmacy | Motors | Design | Trading | Hardware`,
  companies: `{S} {T} {F} | {L} {T} {F} | {L} & {M} {F} | {S} {F} | {L} & Sons {F} | {V} {L} | {A} {T} {F} | {S} {T} | {C} {T} {F} | {L} {F}
    | {V} {L} {T} | {A} {F} | The {S} {T} | {L}, {M} & Partners | {L}'s {T} | {T} Direct {F} | University of {C} | Dr {V} {L}`,
  products: `Boiler service | On-site consultancy | Labour, 2 fitters | Copier paper A4 80gsm | Ink cartridge black | Wood screws 4x40 box | Call-out charge
    | Software licence 12 months | Office cleaning March | Cable 3x1.5mm per metre | Window glass 4mm | Office chair model 17 | Web hosting plan L
    | Translation EN-DE | Delivery and fitting | Gasket 3/4 in | Team workshop | White emulsion 10 L | Development, hourly | Lawn care 250 sqm
    | Monthly retainer 03/2025 | Hydraulic hose DN12 | Catering for 40`,
  units: 'ea | hrs | pcs | each | kg | m | unit | box',
  countries: ENGLISH_COUNTRIES,
};
