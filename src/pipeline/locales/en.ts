/** English, as written in Britain, Ireland, America and elsewhere. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Invoice number | Invoice no. | Invoice # | Invoice num | Invoice ID | Inv. no. | Inv # | Tax invoice no. | Tax invoice number
      Invoice reference | Credit note number | Credit note no. | Bill number | Bill no. | Document number | Document no. | Invoice ref. | Invoice reference | Document № | Doc. №`,
    invoice_date: `
      Invoice date | Date of invoice | Issue date | Date of issue | Date issued | Issued on | Billing date | Bill date | Document date
      Tax point | Date | Issued`,
    due_date: `
      Due date | Date due | Payment due date | Payment due | Payment due by | Due by | Due on | Pay by | Payment deadline | Payable by
      Due`,
    delivery_date: `
      Delivery date | Date of delivery | Date of supply | Supply date | Service date | Date of service | Performance date | Shipping date
      Ship date | Delivered on`,
    seller: 'Seller | Sold by | Vendor | Supplier | Issued by | Invoice from | Billed by | From',
    buyer: `
      Buyer | Bill to | Billed to | Invoice to | Invoiced to | Sold to | Billing address | Customer name | Customer | Client | To`,
    other_party: `
      Ship to | Deliver to | Delivery address | Shipping address | Service address | Payee | Remit to | Contact | Contact person
      Notify party | Consignee`,
    seller_vat_id: `
      VAT ID | VAT ID no. | VAT no. | VAT number | VAT reg. no. | VAT registration no. | VAT registration number
      VAT identification number | VAT`,
    buyer_vat_id: 'Customer VAT ID | Customer VAT no. | Customer VAT number | Buyer VAT ID | Client VAT no. | Your VAT ID | Your VAT no.',
    currency: 'Invoice currency | Currency | All amounts in | Amounts in',
    total_net: `
      Net total | Total net | Net total amount | Total net amount | Net amount | Total excl. VAT | Total excluding VAT | Total ex VAT
      Total excl. tax | Total excluding tax | Total without VAT | Total before tax | Amount excl. VAT | Subtotal excl. VAT
      Subtotal excluding VAT | Subtotal | Sub-total | Taxable amount | Net`,
    total_tax: `
      VAT total | Total VAT | Total tax | Tax total | VAT amount | Tax amount | Total VAT amount | Total tax amount | Value added tax
      Sales tax | plus VAT | VAT | GST | Tax`,
    total_gross: `
      Total incl. VAT | Total including VAT | Total inc. VAT | Total incl. tax | Total including tax | Total with VAT | Gross total
      Gross total amount | Total gross amount | Gross amount | Total gross | Grand total | Invoice total | Invoice amount | Total amount
      Total invoice amount | Total for this invoice | Total | Total due | Total amount due | Total payable | Due payable
      Amount payable | Amount due | Balance due`,
    iban: 'IBAN | IBAN number | IBAN №',
    bic: 'BIC | BIC/SWIFT | SWIFT/BIC | SWIFT code | SWIFT | BIC code',
    order_number: `
      Purchase order number | Purchase order no. | Purchase order | PO number | P.O. number | PO no. | PO # | Your order no.
      Your order number | Your order | Order number | Order no. | Order # | Order ID | Customer order | PO`,
    customer_number: `
      Customer number | Customer no. | Customer # | Customer ID | Client number | Client no. | Client ID | Account number | Account no.`,
    bank: 'Bank | Bank name | Name of bank | Financial institution',
    account_iban: 'IBAN | IBAN number | Account IBAN',
    account_type: 'Account type | Type of account | Product',
    account_currency: 'Account currency | Currency',
    statement_date: 'Statement date | Date of statement | Issue date | Date issued | Issued on | Date',
    period_start: `
      Statement period | Statement from | Period covered | Billing period | Period start | Period from | Period | From`,
    period_end: 'Statement period | Statement from | Period covered | Billing period | Period end | Period to | Period | To',
    opening_balance: `
      Opening balance | Beginning balance | Starting balance | Previous balance | Old balance | Balance brought forward
      Brought forward | Start balance`,
    closing_balance: `
      Closing balance | Ending balance | End balance | New balance | Current balance | Balance carried forward | Carried forward
      Final balance`,
    carried_forward: 'Carried forward | Brought forward | Carry over | Amount carried over',
    merchant: 'Merchant | Store',
    sale_date: 'Date',
    sale_time: 'Time | Transaction time',
    receipt_total: 'Grand total | Total | Total due | Amount due | Amount',
    receipt_tax: 'Total tax | Tax total | VAT total | Sales tax | VAT | GST | Tax',
    sender: 'From | Sender | Sent by',
    recipient: 'To | Recipient | Addressee',
    letter_date: 'Date | Dated | Date of letter',
    subject: 'Subject | Re | Regarding | Concerning | Reference',
    our_reference: 'Our ref. | Our reference | Our № | Ref. | Reference | Reference № | File № | Case №',
    your_reference: 'Your ref. | Your reference | Your letter of | Yr ref.',
    payment_method: 'Payment method | Payment type | Paid by | Paid with | Tender',
    paid: 'Paid | Amount paid | Prepaid amount | Deposit paid | Less paid | Payments received',
    page: 'Page',
  },
  synonyms: {
    trade_date: 'Trade date | Transaction date | Execution date | Deal date | Date of trade | Dealing date | Bargain date',
    value_date: 'Value date | Settlement date',
    payment_date: 'Payment date | Pay date | Payable date | Date paid',
    ex_date: 'Ex-date | Ex-dividend date | Ex date',
    quantity: 'Quantity | Shares | Number of shares | Units | Nominal',
    settlement_total:
      'Settlement amount | Net amount | Total consideration | Amount due | Net proceeds | Total due to you | Total debit | Total credit',
  },
  phrases: {
    invoice_number: 'Invoice # | Invoice No. | Invoice | Credit note',
    invoice_date: 'Invoice … dated | Invoice … issued at | Invoice … issued on | Invoice … of',
    due_date: `
      remit until | remit by | please pay by | pay … by | payable by | payment is due by | payment is due on | due on | due by`,
    delivery_date: 'delivered on',
    order_number: 'Your order | Purchase order | Order No.',
    statement_date: 'Statement as of | Statement dated | Statement issued on',
    period_start: 'Account statement | Statement for | Statement … from | Transactions … from | Activity … from | for the period',
    period_end: 'Account statement | Statement for | Statement … from | Transactions … from | Activity … from | for the period',
  },
  choices: {
    account_type: {
      checking: 'Checking account | Checking | Current account',
      savings: 'Savings account | Savings',
      credit: 'Credit card | Credit card account | Credit account | Credit',
    },
    payment_method: {
      '': `Visa | Mastercard | Maestro | V PAY | American Express | Amex | Discover | Credit card | Debit card | Card | Cash | PayPal
        Apple Pay | Google Pay | Klarna | Gift card`,
    },
  },
  months: [
    'january jan',
    'february feb',
    'march mar',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sept sep',
    'october oct',
    'november nov',
    'december dec',
  ],
  weekdays: ['monday mon', 'tuesday tue tues', 'wednesday wed', 'thursday thu thur thurs', 'friday fri', 'saturday sat', 'sunday sun'],
  dates: {
    order: 'dmy',
    ordinals: 'st nd rd th',
    glue: 'of',
    range: 'to through thru until and',
    from: 'from',
    at: 'at',
    hour: 'h',
    place: 'the',
  },
  amounts: {
    decimal: '.',
    debit: 'DR Dr OD',
    credit: 'CR Cr',
    currencies: {
      EUR: 'euro | euros',
      USD: 'us dollar | us dollars | us-dollar',
      CHF: 'swiss franc | swiss francs',
      GBP: 'pound sterling | pounds sterling',
      PLN: 'polish zloty',
      CAD: 'canadian dollar | canadian dollars',
      AUD: 'australian dollar | australian dollars',
    },
  },
  words: {
    number: 'no number num nr',
    is: 'is',
    yes: 'yes true x y on',
    no: 'no false n off',
    fillers: 'a an at the is are was in of on by per pro for as and to until through thru with dated no from ca',
    tax: 'vat tax gst usd eur euro chf gbp',
    remark: 'incl including inclusive inc excl excluding exclusive ex before after with without',
    without: 'excl excluding ex before without exclusive',
    of: 'of on',
    before: 'your our my the',
    elsewhere: 'regarding according discount against under per',
    others: 'order delivery contract customer per under',
    buyers: 'your buyer customer client payer',
    sellers: 'our seller supplier vendor',
    street: 'street st. jalan jln lorong road rd avenue ave lane drive boulevard blvd parkway way terrace court square hill | p.o. box',
    contact: 'tel telephone phone fax mobile e-mail email mail web website internet www http vat iban gln',
    salutation: 'mr mrs ms miss',
    greeting: 'dear | hello | to whom it may concern | good morning',
    attention: 'mr mrs ms miss attn attention c/o',
    addressee: 'to | company',
    title: `invoice receipt statement quote order page date copy original posted reprint duplicate credit note tax welcome regards sincerely faithfully dear thank
      thanks`,
    bank: 'bank bancorp | credit union | building society | savings and loan | trust company',
    total: 'total totals payable due sum',
    balance: 'balance',
    subtotal: 'subtotal sub',
    rounding: 'rounding rounded round roundoff adj adjustment rnd',
    change: 'change',
    tendered: 'cash tendered tender paid payment visa mastercard amex card debit credit received voucher',
    count: 'qty quantity items item count pcs pax points lines',
    discount: 'discount disc savings saved save less coupon',
    trade: `enterprise enterprises trading store stores shop restaurant cafe café supermarket mart hypermarket pharmacy hardware bakery
      hotel market industries services station holdings bros sons company stationery electrical machinery electronics furniture motors garage`,
    quantity: 'quantity qty number pieces units shares nominal',
    charged: 'debit debited charged',
    per: 'per each a',
    prefixes: '',
  },
  digraphs: '',
  legalForms:
    'Ltd | Ltd. | Limited | LLC | LLP | L.P. | Inc | Inc. | Corp | Corporation | PLC | plc | N.A. | Pty | Co. | Co | Bhd | Sdn | S/B | Pte | Oy | Oyj | AB | A/S | ApS',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'vat-id vat-no vat-number vat-reg',
    currency: 'currency',
    email: 'email e-mail mail',
    phone: 'phone telephone tel fax mobile',
    url: 'url website web homepage',
    time: 'time',
    reference: 'number no id code reference ref',
    rate: 'rate percent percentage pct',
  },
} satisfies Locale;
