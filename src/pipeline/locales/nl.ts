/** Dutch, as written in the Netherlands and in Belgium. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Factuurnummer | Factuur nr. | Factuurnr. | Factuur-nr. | Factuur nummer | Factuurno. | Nummer factuur | Documentnummer
      Creditnotanummer | Creditfactuurnummer | Creditnota nr. | Nota nr. | Notanummer | Factuur #`,
    invoice_date: `
      Factuurdatum | Datum factuur | Factuur datum | Datum van factuur | Datum uitgifte | Uitgiftedatum | Opgemaakt op | Documentdatum
      Datum`,
    due_date: `
      Vervaldatum | Vervaldag | Betaaldatum | Uiterste betaaldatum | Te betalen voor | Te betalen vóór | Betalen voor | Uiterlijk betalen op
      Betaaltermijn tot | Betaling voor | Uiterste betaaldag | Betaal voor | Vervalt op | Vervaldatum factuur`,
    delivery_date: `
      Leverdatum | Leveringsdatum | Datum levering | Datum van levering | Geleverd op | Prestatiedatum | Datum prestatie | Datum dienst`,
    seller: 'Verkoper | Leverancier | Afzender | Opdrachtnemer | Uitgereikt door | Gefactureerd door | Dienstverlener',
    buyer: `
      Klant | Koper | Afnemer | Factuur aan | Gefactureerd aan | Factuuradres | Factureren aan | Klantnaam | Opdrachtgever | Aan | Debiteur
      Geadresseerde | Ontvanger`,
    other_party: 'Afleveradres | Leveringsadres | Verzendadres | Geleverd aan | Bezorgadres | Contactpersoon | Begunstigde | Leveren aan',
    seller_vat_id: `
      Btw-nummer | Btw-nr. | BTW nummer | BTW nr. | Btw-id | BTW-identificatienummer | BTW-ID | Ondernemingsnummer | BTW no. | Btw`,
    buyer_vat_id: 'Btw-nummer klant | BTW-nr. klant | Uw btw-nummer | BTW klant | Uw BTW nr.',
    currency: 'Valuta | Munteenheid | Factuurvaluta | Bedragen in',
    total_net: `
      Totaal excl. BTW | Totaal exclusief BTW | Totaalbedrag excl. BTW | Bedrag excl. BTW | Subtotaal excl. BTW | Subtotaal | Sub-totaal
      Nettobedrag | Netto bedrag | Netto totaal | Totaal netto | Maatstaf van heffing | Bedrag exclusief BTW | Totaal zonder BTW
      Totaal ex BTW | Totaal ex. BTW | Netto`,
    total_tax: `
      Totaal BTW | BTW totaal | BTW-bedrag | BTW bedrag | Bedrag BTW | Btw totaalbedrag | Omzetbelasting | Belasting over de toegevoegde waarde
      Totaal belasting | BTW`,
    total_gross: `
      Totaal incl. BTW | Totaal inclusief BTW | Totaalbedrag incl. BTW | Bedrag incl. BTW | Factuurbedrag | Factuurtotaal | Totaal factuur
      Totaalbedrag | Brutobedrag | Totaal bruto | Eindtotaal | Totaal te betalen | Te betalen bedrag | Te betalen | Te voldoen
      Openstaand bedrag | Nog te betalen | Totaal | Bruto`,
    iban: 'IBAN | IBAN-nummer | IBAN nr. | Bankrekening | Rekeningnummer | Bankrekeningnummer | Rekening | Rek.nr.',
    bic: 'BIC | BIC-code | BIC/SWIFT | SWIFT/BIC | SWIFT-code | SWIFT',
    order_number: `
      Ordernummer | Order nr. | Bestelnummer | Bestelling nr. | Bestelbon | Bestelbonnummer | Uw bestelling | Uw ordernummer
      Inkoopordernummer | Inkooporder | Uw referentie order | PO-nummer | Uw order`,
    customer_number: 'Klantnummer | Klantnr. | Klant-nr. | Debiteurnummer | Debiteurnr. | Relatienummer | Klantcode',
    bank: 'Bank | Banknaam | Naam bank',
    account_iban: 'IBAN | Rekeningnummer | Rekening | Bankrekening',
    account_type: 'Soort rekening | Rekeningtype | Type rekening | Rekeningsoort | Product',
    account_currency: 'Valuta rekening | Valuta | Munteenheid',
    statement_date: 'Datum afschrift | Afschriftdatum | Datum rekeningafschrift | Aanmaakdatum | Opgesteld op | Datum',
    period_start: 'Periode | Afschriftperiode | Overzichtsperiode | Periode van | Van | Vanaf | Begindatum',
    period_end: 'Periode | Afschriftperiode | Overzichtsperiode | Periode van | Tot en met | T/m | Tot | Einddatum',
    opening_balance:
      'Vorig saldo | Beginsaldo | Oud saldo | Openingssaldo | Saldo begin | Startsaldo | Saldo vorig afschrift | Vorige stand | Oude stand',
    closing_balance:
      'Nieuw saldo | Eindsaldo | Slotsaldo | Huidig saldo | Saldo einde | Afsluitend saldo | Nieuwe stand | Saldo einde periode',
    carried_forward: 'Transport | Te transporteren | Overbrengen | Overdracht',
    merchant: 'Winkel | Filiaal',
    sale_date: 'Datum | Aankoopdatum | Kassabon datum',
    sale_time: 'Tijd | Uur | Tijdstip',
    receipt_total: 'Totaal | Te betalen | Totaalbedrag | Totaal te betalen | Eindtotaal | Bedrag | Totaal incl. BTW',
    receipt_tax: 'Totaal BTW | BTW totaal | BTW-bedrag | BTW',
    sender: 'Afzender | Van',
    recipient: 'Geadresseerde | Aan | Ontvanger',
    letter_date: 'Datum | d.d.',
    subject: 'Betreft | Onderwerp',
    our_reference: 'Ons kenmerk | Onze referentie | Onze ref. | Kenmerk | Dossiernummer | Zaaknummer',
    your_reference: 'Uw kenmerk | Uw referentie | Uw ref. | Uw brief van | Uw bericht van',
    payment_method: 'Betaalwijze | Betaalmethode | Betaald met | Betaling | Betaalmiddel',
    paid: 'Reeds betaald | Vooruitbetaald | Voorschot | Aanbetaling | Betaald | Reeds voldaan',
    page: 'Pagina | Blad | Blz',
  },
  synonyms: {
    trade_date: 'Transactiedatum | Uitvoeringsdatum | Handelsdatum | Datum van uitvoering',
    value_date: 'Valutadatum | Valuta | Datum valuta',
    payment_date: 'Betaaldatum | Betaalbaar op',
    ex_date: 'Ex-datum',
    quantity: 'Aantal | Hoeveelheid | Aantal stuks | Nominaal',
    settlement_total: 'Nettobedrag | Netto bedrag | Netto debet | Netto credit | Te ontvangen | Te betalen',
  },
  phrases: {
    invoice_number: 'Factuur nr. | Factuur № | Factuur | Creditnota',
    invoice_date: 'Factuur … van | Factuur … d.d.',
    due_date: `
      te betalen voor | te betalen vóór | te voldoen voor | te voldoen vóór | uiterlijk op | uiterlijk betalen op | betaling voor
      betalen vóór | over te maken voor | voldoen … vóór | voldoen … voor | vervalt op`,
    delivery_date: 'geleverd op | levering van',
    order_number: 'uw bestelling | uw order | bestelling nr.',
    statement_date: 'Rekeningafschrift van | Afschrift van | Rekeningafschrift d.d.',
    period_start: 'Rekeningafschrift … van | Afschrift … van | Transacties … van | Overzicht … van',
    period_end: 'Rekeningafschrift … van | Afschrift … van | Transacties … van | Overzicht … van',
  },
  choices: {
    account_type: {
      checking: 'Betaalrekening | Lopende rekening | Zichtrekening | Zakelijke rekening',
      savings: 'Spaarrekening | Sparen',
      credit: 'Creditcard | Kredietkaart | Kredietrekening',
    },
    payment_method: { '': 'PIN | Pinpas | Contant | Bancontact | iDEAL | Kaart | Cadeaubon | Overschrijving' },
  },
  months: [
    'januari jan',
    'februari feb',
    'maart mrt',
    'april apr',
    'mei',
    'juni jun',
    'juli jul',
    'augustus aug',
    'september sept sep',
    'oktober okt',
    'november nov',
    'december dec',
  ],
  weekdays: ['maandag ma', 'dinsdag di', 'woensdag wo', 'donderdag do', 'vrijdag vr', 'zaterdag za', 'zondag zo'],
  dates: { order: 'dmy', ordinals: 'e', glue: '', range: 'tot t/m tot-en-met en', from: 'van vanaf', at: 'om', hour: 'uur u', place: 'de' },
  amounts: {
    decimal: ',',
    debit: 'Af',
    credit: 'Bij',
    currencies: { EUR: 'euro', USD: 'amerikaanse dollar', GBP: 'brits pond | britse pond', CHF: 'zwitserse frank' },
  },
  words: {
    number: 'nr nummer no',
    is: 'is luidt',
    yes: 'ja waar',
    no: 'nee neen onwaar geen',
    fillers: 'de het een van op in is zijn te bij met voor aan en tot d.d bedraagt bedrag over per zonder ad',
    tax: 'btw belasting omzetbelasting',
    remark: 'incl inclusief excl exclusief ex met zonder na voor',
    without: 'excl exclusief zonder',
    of: 'van over op',
    before: 'uw jouw onze ons mijn de het',
    elsewhere: 'volgens conform betreffende inzake betreft korting naar bij',
    others: 'bestelling levering order offerte contract klant pakbon opdracht',
    buyers: 'uw klant koper afnemer debiteur',
    sellers: 'ons onze verkoper leverancier',
    street:
      'straat laan weg plein kade gracht singel dreef dijk steenweg postbus -straat -laan -weg -plein -kade -gracht -singel -dreef -dijk',
    contact: 'tel telefoon fax mobiel gsm e-mail email mail website www kvk btw iban bic',
    salutation: 'heer mevrouw dhr mevr mw',
    greeting: 'geachte | beste | hallo | goedendag | mijne heren',
    attention: 'heer mevrouw dhr mevr mw tav | t.a.v | ter attentie van',
    addressee: 'aan | firma',
    title: `factuur creditnota creditfactuur nota offerte bestelling order pakbon kassabon bon rekeningafschrift afschrift pagina datum kopie
      geachte beste groet groeten dank bedankt welkom herinnering aanmaning`,
    bank: 'bank rabobank spaarbank',
    total: 'totaal totaalbedrag eindtotaal betalen som',
    balance: 'saldo stand',
    subtotal: 'subtotaal',
    rounding: 'afronding',
    change: 'wisselgeld terug retour',
    tendered: 'contant kas pin pinbetaling betaald ontvangen kaart bankpas',
    count: 'aantal artikelen stuks punten',
    discount: 'korting bespaard',
    trade: 'bakkerij apotheek supermarkt restaurant café hotel slagerij boekhandel winkel markt',
    quantity: 'aantal hoeveelheid stuks',
    charged: 'debet lasten',
    per: 'per',
    prefixes: '-af be ver voor aan op uit toe om er ont',
  },
  digraphs: '',
  legalForms: 'B.V. | BV | N.V. | NV | V.O.F. | VOF | Stichting | BVBA | Comm.V',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'btw-nummer btw-nr btw-id',
    currency: 'valuta munteenheid',
    email: 'email e-mail mail',
    phone: 'telefoon tel fax mobiel gsm',
    url: 'website',
    time: 'tijd uur tijdstip',
    reference: 'nummer nr id code referentie kenmerk -nummer -nr',
    rate: 'tarief percentage',
  },
} satisfies Locale;
