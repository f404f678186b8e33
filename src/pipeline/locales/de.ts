/** German, as written in Germany, Austria and Switzerland. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Rechnungsnummer | Rechnungs-Nr. | Rechnungsnr. | Rechnung Nr. | Rechnung Nummer | Rechnungs-ID | Rechnung-Nr. | Re.-Nr.
      Fakturanummer | Faktura-Nr. | Belegnummer | Beleg-Nr. | Gutschriftsnummer | Gutschrift-Nr. | Rechnungskorrektur Nr.
      Dokumentnummer | Dokument-Nr. | Rg.-№ | Rg№ | Beleg | Unser Beleg | Beleg№ | Rechnungskennung`,
    invoice_date: `
      Rechnungsdatum | Datum der Rechnung | Rechnung vom | Belegdatum | Ausstellungsdatum | Ausgestellt am | Fakturadatum | Datum`,
    due_date: `
      Fälligkeitsdatum | Fällig am | Zahlbar bis | Zahlbar bis zum | Fälligkeitstag | Fälligkeit | Zahlungsziel | Zahlungsfrist | Fällig`,
    delivery_date: `
      Liefer- und Leistungsdatum | Liefer-/Leistungsdatum | Lieferdatum/Leistungsdatum | Leistungsdatum | Lieferdatum
      Datum der Lieferung | Datum der Leistung | Tag der Lieferung | Tag der Leistung | Leistungszeitpunkt | Liefertermin | Liefertag
      Leistungstag | Lieferung am
      Leistung am`,
    seller: `
      Verkäufer | Rechnungssteller | Rechnungsersteller | Rechnungsaussteller | Leistungserbringer | Lieferant | Aussteller | Absender`,
    buyer: `
      Käufer | Rechnungsempfänger | Leistungsempfänger | Rechnung an | Rechnungsadresse | Rechnungsanschrift | Auftraggeber | Kunde`,
    other_party: `
      Warenempfänger | Lieferadresse | Lieferanschrift | Lieferung an | Zahlungsempfänger | Ansprechpartner | Kontaktperson`,
    seller_vat_id: `
      USt-IdNr. | USt-Id-Nr. | USt-ID | USt-Identnr. | USt-Ident-Nr. | Umsatzsteuer-Identifikationsnummer | Umsatzsteuer-Identnummer
      Umsatzsteuer-ID | MWST-Nr. | MwSt-Nr. | UID-Nr. | UID-Nummer | UID`,
    buyer_vat_id: 'Ihre USt-IdNr. | USt-IdNr. Kunde | Kunden-USt-IdNr. | Ihre UID-Nummer',
    currency: 'Rechnungswährung | Währung | Beträge in',
    total_net: `
      Rechnungssumme netto | Rechnungssumme ohne USt. | Rechnungsbetrag netto | Gesamtbetrag netto | Gesamtbetrag ohne USt.
      Gesamtsumme netto | Gesamt netto | Summe netto | Netto gesamt | Nettobetrag | Nettosumme | Nettogesamtbetrag | Total exkl. MWST
      Total netto | Zwischensumme netto | Zwischensumme | Gesamtbeitrag | Netto`,
    total_tax: `
      Umsatzsteuer gesamt | USt. gesamt | MwSt. gesamt | Summe Umsatzsteuer | Summe USt. | Summe MwSt. | Gesamtbetrag der Umsatzsteuer
      Steuerbetrag | USt.-Betrag | MwSt.-Betrag | Umsatzsteuerbetrag | Mehrwertsteuerbetrag | zzgl. Umsatzsteuer
      zuzüglich Umsatzsteuer | zzgl. … USt. | zuzügl. USt. | zzgl. … MwSt. | zuzüglich … MwSt. | zuzüglich … Mehrwertsteuer
      Umsatzsteuer | Mehrwertsteuer | Versicherungsteuer | Versicherungssteuer | MwSt. | USt. | Steuer`,
    total_gross: `
      Rechnungssumme brutto | Bruttosumme | Bruttobetrag | Rechnungsbetrag brutto | Gesamtbetrag brutto | Gesamtsumme brutto
      Summe inkl. USt. | Summe inkl. MwSt. | Rechnungstotal inkl. MWST | Total inkl. MWST | Gesamtbetrag inkl. USt.
      Gesamtbetrag inkl. MwSt. | Rechnungsendbetrag | Rechnungsgesamtbetrag | Rechnungsbetrag | Rechnungsbeitrag | Rechnungstotal
      Gesamtrechnungsbetrag | Gesamtbetrag | Gesamtsumme | Endbetrag | Endsumme | Rechnungssumme | Summe brutto | Gesamt brutto
      Zu zahlender Betrag | Zu zahlen | Zahlbetrag | Summe | Gesamt | Brutto`,
    iban: 'IBAN | IBAN-Nr. | Verkäufer-IBAN | Bankverbindung | Kontonummer (IBAN)',
    bic: 'BIC | BIC/SWIFT | SWIFT/BIC | SWIFT-Code | SWIFT | BIC-Code | Verkäufer-BIC',
    order_number: `
      Bestellnummer | Bestell-Nr. | Bestellung Nr. | Ihre Bestellnummer | Ihre Bestellung Nr. | Ihre Bestellung | Bestellung`,
    customer_number: 'Kundennummer | Kunden-Nr. | Kundennr. | Kd.-Nr. | Debitorennummer | Debitor-Nr.',
    bank: 'Bank | Bankname | Name der Bank | Kreditinstitut',
    account_iban: 'IBAN | IBAN-Nr. | Konto (IBAN) | Kontonummer (IBAN) | Kontonummer/IBAN | Konto',
    account_type: 'Kontoart | Kontotyp | Kontomodell | Kontobezeichnung | Produkt',
    account_currency: 'Kontowährung | Währung',
    statement_date: `
      Auszugsdatum | Erstellungsdatum | Erstellt am | Kontoauszug vom | Auszug vom | Datum des Auszugs | Datum`,
    period_start: `
      Auszugszeitraum | Abrechnungszeitraum | Buchungszeitraum | Berichtszeitraum | Zeitraum | Kontoauszug für den Zeitraum
      Umsätze vom | Von`,
    period_end: `
      Auszugszeitraum | Abrechnungszeitraum | Buchungszeitraum | Berichtszeitraum | Zeitraum | Kontoauszug für den Zeitraum
      Umsätze vom | Bis`,
    opening_balance: `
      Alter Kontostand | Anfangssaldo | Anfangsbestand | Alter Saldo | Kontostand alt | Saldo alt | Saldovortrag | Vorheriger Kontostand
      Letzter Kontostand | Kontostand zu Beginn | Übertrag vom letzten Auszug | Vortrag vom letzten Auszug`,
    closing_balance: `
      Neuer Kontostand | Endsaldo | Endbestand | Neuer Saldo | Kontostand neu | Saldo neu | Schlusssaldo | Abschlusssaldo
      Aktueller Kontostand | Kontostand am Ende`,
    carried_forward: 'Übertrag | Zwischenübertrag | Übertrag von Seite | Übertrag auf Seite',
    merchant: 'Händler | Filiale',
    sale_date: 'Datum | Belegdatum | Kaufdatum',
    sale_time: 'Uhrzeit | Zeit',
    receipt_total: `
      Gesamtsumme | Gesamtbetrag | Summe | Zu zahlen | Endbetrag | Zahlbetrag | Rechnungsbetrag | Betrag | Brutto | Gesamt`,
    receipt_tax: `
      MwSt. gesamt | Summe MwSt. | Steuer gesamt | MwSt.-Betrag | USt.-Betrag | Steuerbetrag | Umsatzsteuer | Mehrwertsteuer | Steuer
      MwSt. | USt.`,
    sender: 'Absender | Von | Abs.',
    recipient: 'Empfänger | An | Adressat',
    letter_date: 'Datum | Tag | Briefdatum',
    subject: 'Betreff | Betr. | Betrifft | Thema',
    our_reference:
      'Unser Zeichen | Unsere Zeichen | Unsere Referenz | Unser Az. | Aktenzeichen | Az. | Geschäftszeichen | Gesch.-Z. | Vorgangs№ | Vorgangsnummer',
    your_reference: 'Ihr Zeichen | Ihre Zeichen | Ihre Referenz | Ihre Nachricht | Ihre Nachricht vom | Ihr Schreiben | Ihr Schreiben vom',
    payment_method: 'Zahlungsart | Zahlart | Bezahlt mit | Zahlungsmittel',
    paid: 'Bereits gezahlt | Bereits bezahlt | Vorausbezahlter Betrag | Anzahlung | abzüglich Anzahlung | Gezahlt | Bezahlt',
    page: 'Seite | Blatt',
  },
  synonyms: {
    trade_date:
      'Schlusstag | Handelstag | Geschäftstag | Ausführungstag | Abschlusstag | Handelsdatum | Ausführungsdatum | Abschlussdatum | Schlusstag/-Zeit | Ausführungstag/-zeit | Handelstag/-zeit | Datum der Ausführung | Ausgeführt am',
    value_date: 'Valuta | Wertstellung | Valutadatum | Buchungstag',
    payment_date: 'Zahltag | Zahlbarkeitstag | Zahlungstag | Zahldatum | Zahlbar ab',
    ex_date: 'Ex-Tag | Ex-Datum | Extag',
    security_number:
      'WKN | WPKNR | WPK-Nr. | Wertpapierkennnummer | Wertpapierkennummer | Wertpapier-Kenn-Nr. | WP-Kenn-Nr. | WP-Kennnummer',
    quantity: 'Stück | Anzahl | Nominale | Nominal | Nennwert | Stückzahl | Menge | Anteile | Anzahl/Nominal | Bestand',
    settlement_total:
      'Ausmachender Betrag | Endbetrag zu Ihren Lasten | Endbetrag zu Ihren Gunsten | Betrag zu Ihren Lasten | Betrag zu Ihren Gunsten | Zu Ihren Lasten | Zu Ihren Gunsten | Zu Lasten Konto | Zu Gunsten Konto | Zu Lasten | Zu Gunsten | Belastung | Gutschriftsbetrag | Belastungsbetrag | Abrechnungsbetrag',
  },
  phrases: {
    invoice_number: 'Rechnung Nr. | Rechnung # | Rechnung … Nr. | Rechnung | Gutschrift Nr. | Gutschrift … Nr. | Rechnungskorrektur',
    invoice_date: 'Rechnung … vom | Rechnung … von | Gutschrift … vom | Rechnungskorrektur … vom',
    due_date: `
      zahlbar bis | zahlbar … netto bis | zahlbar ohne Abzug bis | zahlbar ohne Abschlag bis | zahlbar bis spätestens
      überweisen … bis zum | überweisen … bis spätestens | bezahlen … bis zum | zu zahlen bis | Zahlungseingang bis | fällig am
      fällig zum`,
    delivery_date: 'Lieferung vom | Leistung vom | geliefert am',
    order_number: 'Bestellung Nr. | Bestellung',
    statement_date: 'Kontoauszug vom | Kontoauszug … vom | Auszug … vom',
    period_start: 'Kontoauszug | Kontoauszug … vom | Auszug … vom | Umsätze … vom | Buchungen … vom | Zeitraum vom | Zeitraum … vom',
    period_end: 'Kontoauszug | Kontoauszug … vom | Auszug … vom | Umsätze … vom | Buchungen … vom | Zeitraum vom | Zeitraum … vom',
  },
  choices: {
    account_type: {
      checking: 'Girokonto | Kontokorrent | Kontokorrentkonto | Privatkonto | Geschäftskonto | Gehaltskonto',
      savings: 'Sparkonto | Sparbuch | Tagesgeldkonto | Tagesgeld',
      credit: 'Kreditkarte | Kreditkartenkonto | Kreditkonto | Kreditkartenabrechnung',
    },
    payment_method: {
      '': `Girocard | EC-Karte | EC-Cash | EC | Kreditkarte | Debitkarte | Karte | Kartenzahlung | Bar | Barzahlung | Bargeld | Twint
        Lastschrift | Gutschein`,
    },
  },
  months: [
    'januar jan janner jaenner',
    'februar feb feber',
    'marz maerz mrz mär',
    'april apr',
    'mai',
    'juni jun',
    'juli jul',
    'august aug',
    'september sept sep',
    'oktober okt',
    'november nov',
    'dezember dez',
  ],
  weekdays: ['montag mo', 'dienstag di', 'mittwoch mi', 'donnerstag do', 'freitag fr', 'samstag sonnabend sa', 'sonntag so'],
  dates: { order: 'dmy', ordinals: '', glue: '', range: 'bis zum und', from: 'von vom', at: 'um', hour: 'uhr', place: 'den am' },
  amounts: {
    decimal: ',',
    debit: 'Soll S',
    credit: 'Haben H',
    currencies: { EUR: 'euro', USD: 'us-dollar', CHF: 'schweizer franken', GBP: 'britische pfund' },
  },
  words: {
    number: 'nr nummer no',
    is: 'ist lautet',
    yes: 'ja wahr j',
    no: 'nein falsch keine',
    fillers: `am an auf aus der die das dem den des ist lautet betragt in im von vom zum zur und bis hohe uber fur mit ohne gesetzl
      gesetzlicher gesetzliche nr abzug stand ca`,
    tax: 'ust mwst steuer steuern umsatzsteuer mehrwertsteuer versicherungsteuer',
    remark: 'inkl inklusive exkl exklusive ohne mit nach vor',
    without: 'exkl exklusive ohne vor',
    of: 'vom von auf',
    before: 'dein deine ihr ihre unser unsere mein meine der die das',
    elsewhere: 'gemass laut lt zu zur uber nach bzgl bezuglich wegen aus skonto',
    others: 'bestellung lieferung lieferschein auftrag vertrag kunde kunden nach aus',
    buyers: 'ihre ihr ihrem ihrer kaufer kunde kunden empfanger zahlungspflichtiger debitor',
    sellers: 'unsere unser unserer verkaufer lieferant',
    street:
      'strasse straße str weg gasse allee platz ring damm ufer markt steig hof postfach -strasse -straße -str -weg -gasse -allee -platz -ring -damm -ufer -markt -steig -hof',
    contact: `tel telefon fon telefax fax mobil mail e-mail hrb hra amtsgericht registergericht steuer-nr steuernummer ust uid blz
      geschaftsfuhrer geschaftsfuhrerin`,
    salutation: 'herr herrn frau familie | herrn und frau',
    greeting: 'liebe lieber hallo werte | sehr geehrte | sehr geehrter | sehr verehrte | guten tag',
    attention: 'herr herrn frau familie | z. hd | c/o',
    addressee: 'firma | an | an die | z. hd',
    title: `rechnung rechnungskorrektur -rechnung -rechnungskorrektur gutschrift mahnung lieferschein angebot auftragsbestatigung quittung beleg bon kassenbon kontoauszug
      auszug seite blatt datum kopie willkommen freundliche freundlichen freundlicher grusse grussen sehr dank`,
    bank: 'bank banken sparkasse bankhaus kreditbank volksbank raiffeisenkasse postbank',
    total: 'gesamt gesamtbetrag gesamtsumme summe endbetrag endsumme total zahlbetrag rechnungsbetrag zahlen',
    balance: 'kontostand saldo guthaben',
    subtotal: 'zwischensumme zwischentotal',
    rounding: 'rundung gerundet rundungsdifferenz',
    change: 'rückgeld wechselgeld zurück retour',
    tendered: 'bar gegeben barzahlung karte girocard ec kartenzahlung erhalten bezahlt kreditkarte',
    count: 'stück anzahl menge artikel posten pos stk punkte',
    discount: 'rabatt nachlass skonto gutschein ersparnis gespart',
    trade:
      'bäckerei apotheke markt supermarkt gasthaus restaurant café cafe hotel metzgerei drogerie buchhandlung tankstelle friseur konditorei kaufhaus laden handel',
    quantity: 'stück anzahl menge nominale nominal nennwert st stk anteile',
    charged: 'lasten belastung belastungsbetrag',
    per: 'pro je per',
    prefixes: '-ab -be ver vor an auf aus zu um er ent',
  },
  digraphs: 'ä=ae ö=oe ü=ue',
  legalForms: `
    GmbH | gGmbH | AG | KGaA | KG | OHG | GbR | UG | e.K. | e. K. | e.V. | e. V. | eG | SE | mbB | PartG | a.G. | a. G. | GMBH | GESMBH
    GesmbH`,
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'ust-id ust-idnr ustid umsatzsteuer-id',
    currency: 'wahrung',
    email: 'email e-mail mail',
    phone: 'telefon tel fax mobil',
    url: 'webseite web homepage',
    time: 'uhrzeit',
    reference: 'nummer nr id code referenz -nummer -nr',
    rate: 'satz prozent -steuersatz -zinssatz',
  },
} satisfies Locale;
