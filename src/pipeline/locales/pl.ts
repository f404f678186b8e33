/** Polish. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Numer faktury | № faktury | Faktura № | Faktura VAT № | Faktura VAT | Faktura numer | Numer dokumentu | № dokumentu
      Faktura korygująca № | Faktura pro forma № | Faktura końcowa № | Faktura zaliczkowa №`,
    invoice_date: `
      Data wystawienia | Data faktury | Wystawiono dnia | Wystawiona dnia | Data wystawienia faktury | Data dokumentu | Wystawiono
      Dnia | Data`,
    due_date: `
      Termin płatności | Data płatności | Płatne do | Płatność do | Do zapłaty do | Termin zapłaty | Zapłata do | Termin`,
    delivery_date: `
      Data sprzedaży | Data dostawy | Data wykonania usługi | Data dostawy/wykonania usługi | Data zakończenia dostawy
      Data dokonania dostawy | Data zakończenia dostawy lub wykonania usługi | Data wykonania | Data sprzedazy/wykonania usługi`,
    seller: 'Sprzedawca | Wystawca | Dostawca | Wykonawca | Usługodawca | Sprzedający | Dane sprzedawcy',
    buyer: 'Nabywca | Kupujący | Odbiorca faktury | Zamawiający | Klient | Usługobiorca | Dane nabywcy | Płatnik',
    other_party: 'Odbiorca | Adres dostawy | Miejsce dostawy | Adres wysyłki | Osoba kontaktowa | Kontakt | Beneficjent',
    seller_vat_id: 'NIP | NIP UE | Numer NIP | NIP sprzedawcy | VAT UE | Nr NIP | NIP/VAT',
    buyer_vat_id: 'NIP nabywcy | NIP klienta | NIP kupującego',
    currency: 'Waluta | Waluta faktury | Kwoty w',
    total_net: `
      Razem netto | Wartość netto | Suma netto | Kwota netto | Wartość netto razem | Netto razem | Łącznie netto | Ogółem netto
      Wartość netto ogółem | Kwota netto razem | Podstawa opodatkowania | Suma częściowa | Netto`,
    total_tax: `
      Razem VAT | Kwota VAT | Suma VAT | Podatek VAT | Wartość VAT | Kwota podatku | VAT razem | Podatek razem | Kwota podatku VAT
      Łącznie VAT | Ogółem VAT | Podatek od towarów i usług | Podatek | VAT`,
    total_gross: `
      Razem brutto | Wartość brutto | Suma brutto | Kwota brutto | Do zapłaty | Razem do zapłaty | Kwota do zapłaty | Łącznie do zapłaty
      Suma do zapłaty | Brutto razem | Łącznie brutto | Ogółem brutto | Należność ogółem | Do zapłaty razem | Kwota należności
      Należność | Suma | Łącznie | Ogółem | Razem | Pozostało do zapłaty | Brutto`,
    iban: 'Numer konta | Nr konta | Konto | Numer rachunku | Nr rachunku | Rachunek bankowy | Nr rachunku bankowego | Rachunek | IBAN',
    bic: 'BIC | BIC/SWIFT | SWIFT/BIC | Kod SWIFT | Kod BIC | SWIFT',
    order_number: `
      Numer zamówienia | № zamówienia | Zamówienie № | Zamówienie | Numer zlecenia | № zlecenia | Zlecenie № | Do zamówienia
      Numer PO | Nr zam.`,
    customer_number: 'Numer klienta | Nr klienta | Kod klienta | Identyfikator klienta | Numer nabywcy',
    bank: 'Bank | Nazwa banku',
    account_iban: 'IBAN | Numer rachunku | Nr rachunku | Numer konta | Nr konta | Rachunek',
    account_type: 'Rodzaj rachunku | Typ rachunku | Typ konta | Rodzaj konta | Produkt',
    account_currency: 'Waluta rachunku | Waluta konta | Waluta',
    statement_date: 'Data wyciągu | Data sporządzenia | Data wystawienia | Data wygenerowania | Sporządzono | Data',
    period_start: 'Okres | Za okres | Okres rozliczeniowy | Od | Data początkowa | Za okres od',
    period_end: 'Okres | Za okres | Okres rozliczeniowy | Do | Data końcowa | Za okres od',
    opening_balance: 'Saldo początkowe | Saldo poprzednie | Saldo otwarcia | Poprzednie saldo | Saldo na początek okresu',
    closing_balance: 'Saldo końcowe | Saldo zamknięcia | Nowe saldo | Saldo bieżące | Saldo na koniec okresu',
    carried_forward: 'Do przeniesienia | Z przeniesienia | Przeniesienie',
    merchant: 'Sklep | Sprzedawca',
    sale_date: 'Data | Data sprzedaży | Data zakupu',
    sale_time: 'Godzina | Godz. | Czas',
    receipt_total: 'Suma PLN | Razem PLN | Do zapłaty | Suma | Razem | Kwota | Łącznie',
    receipt_tax: 'Suma PTU | Razem PTU | Kwota PTU | PTU | Kwota VAT | VAT',
    payment_method: 'Forma płatności | Sposób płatności | Metoda płatności | Sposób zapłaty | Płatność',
    paid: 'Zapłacono | Zaliczka | Wpłacono | Opłacono | Zapłacona kwota',
    page: 'Strona | Str',
  },
  synonyms: {
    trade_date: 'Data transakcji | Data zawarcia transakcji | Data realizacji | Data zlecenia',
    value_date: 'Data waluty | Data rozliczenia',
    payment_date: 'Data wypłaty | Dzień wypłaty',
    ex_date: 'Data ustalenia prawa',
    quantity: 'Liczba | Ilość | Liczba papierów | Liczba akcji',
    settlement_total: 'Kwota netto | Wartość netto transakcji | Kwota rozliczenia',
  },
  phrases: {
    invoice_number: 'Faktura VAT № | Faktura № | Faktura VAT | Faktura',
    invoice_date: 'Faktura … z dnia | Faktura … z | wystawiona dnia | wystawiono dnia',
    due_date: 'płatne do dnia | płatne do | do dnia | zapłaty do dnia | zapłaty do | płatność do dnia | termin płatności do',
    delivery_date: 'dostarczono dnia | wykonano dnia',
    order_number: 'zamówienie № | zlecenie №',
    statement_date: 'Wyciąg z dnia | Wyciąg bankowy z dnia',
    period_start: 'Wyciąg … za okres od | Wyciąg … od | za okres od | Operacje … od',
    period_end: 'Wyciąg … za okres od | Wyciąg … od | za okres od | Operacje … od',
  },
  choices: {
    account_type: {
      checking: 'Rachunek bieżący | Konto osobiste | ROR | Rachunek oszczędnościowo-rozliczeniowy | Konto firmowe',
      savings: 'Konto oszczędnościowe | Rachunek oszczędnościowy | Lokata',
      credit: 'Karta kredytowa | Rachunek kredytowy | Kredyt',
    },
    payment_method: { '': 'Karta płatnicza | Karta kredytowa | Karta | Gotówka | BLIK | Przelew | Bon' },
  },
  months: [
    'styczeń stycznia sty',
    'luty lutego lut',
    'marzec marca mar',
    'kwiecień kwietnia kwi',
    'maj maja',
    'czerwiec czerwca cze',
    'lipiec lipca lip',
    'sierpień sierpnia sie',
    'wrzesień września wrz',
    'październik października paź',
    'listopad listopada lis',
    'grudzień grudnia gru',
  ],
  weekdays: ['poniedziałek pon pn', 'wtorek wt', 'środa śr', 'czwartek czw', 'piątek pt', 'sobota sob', 'niedziela ndz'],
  dates: { order: 'dmy', ordinals: '', glue: '', range: 'do i', from: 'od z', at: 'o godz', hour: 'h', place: 'dnia dn' },
  amounts: {
    decimal: ',',
    debit: 'Wn Winien',
    credit: 'Ma',
    currencies: {
      PLN: 'złoty | złotych | złote',
      EUR: 'euro',
      USD: 'dolar amerykański | dolarów amerykańskich',
      GBP: 'funt szterling',
      CHF: 'frank szwajcarski',
    },
  },
  words: {
    number: 'nr numer no',
    is: 'to jest',
    yes: 'tak prawda',
    no: 'nie fałsz brak',
    fillers: 'z ze w we na do od dla za i o jest są wynosi dnia dn kwota data roku po przed przez oraz bez',
    tax: 'vat ptu podatek podatku',
    remark: 'w tym z bez brutto zawiera przed po wraz',
    without: 'bez',
    of: 'od z',
    before: 'nasz nasza nasze wasz wasza twój twoja mój',
    elsewhere: 'do dotyczy dot według wg zgodnie rabat przeciw z',
    others: 'zamówienie zamówienia dostawa dostawy umowa umowy klient klienta zlecenie zlecenia oferta wz',
    buyers: 'nabywca nabywcy kupujący klient klienta odbiorca wasz',
    sellers: 'sprzedawca sprzedawcy dostawca wystawca nasz',
    street: 'ulica ul. aleja al. aleje plac pl. osiedle os. droga rondo',
    contact: 'tel telefon kom komórka faks fax e-mail email mail www nip regon krs bdo iban swift',
    salutation: 'pan pani państwo',
    attention: 'pan pani państwo | do rąk',
    addressee: 'firma | szanowni państwo',
    title: `faktura rachunek oferta zamówienie paragon wyciąg strona data kopia oryginał duplikat dziękujemy dziękuję szanowni poważaniem
      pozdrowienia korygująca nota fiskalny`,
    bank: 'bank bankowy | bank spółdzielczy | pko bp',
    total: 'suma razem łącznie zapłaty kwota',
    subtotal: 'podsuma',
    rounding: 'zaokrąglenie',
    change: 'reszta wydano',
    tendered: 'gotówka karta zapłacono wpłacono płatność',
    count: 'ilość szt sztuk pozycji punkty',
    discount: 'rabat upust obniżka',
    trade: 'piekarnia apteka sklep restauracja kawiarnia hotel księgarnia market delikatesy',
    quantity: 'ilość liczba sztuk szt',
    charged: 'obciążenie obciążenia',
    per: 'na za',
    prefixes: '',
  },
  digraphs: '',
  legalForms:
    'Sp. z o.o. | sp. z o.o. | Sp. z o. o. | sp. z o. o. | S.A. | SA | Sp. j. | sp. j. | Sp. k. | sp. k. | s.c. | Spółka Akcyjna | P.S.A.',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'nip vat-ue',
    currency: 'waluta',
    email: 'email e-mail',
    phone: 'telefon tel faks komórka',
    url: 'strona-www www',
    time: 'godzina godz',
    reference: 'numer nr kod identyfikator',
    rate: 'stawka procent',
  },
} satisfies Locale;
