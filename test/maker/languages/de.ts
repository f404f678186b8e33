/** German, as written in Germany, Austria and Switzerland. */
import type { Language } from './language.ts';

export const de: Language = {
  code: 'de',
  words: {
    invoice: 'Rechnung | RECHNUNG | Rechnung / Invoice | Faktura | Ihre Rechnung | Schlussrechnung | Handwerkerrechnung | Honorarrechnung',
    credit_note: 'Gutschrift | Rechnungskorrektur | GUTSCHRIFT | Stornorechnung | Korrekturrechnung',
    title_number:
      'Rechnung Nr. {n} | Rechnung {n} | RECHNUNG Nr.: {n} | Rechnungs-Nr. {n} | Rechnung Nr.{n} | Faktura Nr. {n} | Rechnung #{n}',
    title_dated: 'Rechnung Nr. {n} vom {date} | Rechnung {n} / {date} | Rechnung Nr. {n} – {date} | Rechnungsnr. {n} v. {date}',
    number: `Rechnungsnummer | Rechnungs-Nr. | Rechnungsnr. | Rechnung Nr. | Rg.-Nr. | Belegnummer | Re.-Nr. | Rechn.-Nr. | Beleg-Nr. | RgNr.
      | Rechnungs Nummer | Faktura-Nr. | Dokumentnummer | Rechnungskennung | Rechnungsnummer / Invoice No. | Unser Beleg`,
    date: `Rechnungsdatum | Datum | Rechnungsdatum | Ausstellungsdatum | Belegdatum | Rg.-Datum | Datum der Rechnung | Rechnung vom
      | Ausgestellt am | Fakturadatum | Re.-Datum | Rechnungsdatum / Date | Erstellt am`,
    due: `Fällig am | Zahlbar bis | Fälligkeit | Fälligkeitsdatum | Zahlungsziel | Zahlungsziel bis | Zu zahlen bis | Zahlungsfrist
      | Zahlung bis | Spätestens zahlbar am | Bezahlen bis | Fällig`,
    delivery: `Lieferdatum | Leistungsdatum | Liefertag | Leistung vom | Datum der Leistung | Lieferung am | Tag der Lieferung | Ausgeführt am
      | Geliefert am | Liefer-/Leistungsdatum | Leistungstag`,
    order: `Bestellnummer | Ihre Bestellung | Auftragsnummer Kunde | Bestell-Nr. | Ihre Bestellnummer | Best.-Nr. | Ihre Bestell-Nr. | PO-Nummer
      | Kundenbestellung | Bestellzeichen | Ihre Auftragsnr.`,
    customer: 'Kundennummer | Kunden-Nr. | Kundennr. | Kd.-Nr. | Debitorennummer | Ihre Kundennummer | Kd-Nr | Mandantennr.',
    other_date: 'Bestelldatum | Auftragsdatum | Druckdatum | Lieferschein vom | Vertragsbeginn | Angebot vom | Valutadatum | Skonto bis',
    other_reference: `Lieferschein-Nr. | Auftragsnummer | Projekt | Angebot Nr. | Vertragsnr. | Kostenstelle | Objekt | Unser Zeichen
      | Vorgangsnummer | Lieferantennummer | Filiale`,
    contact: 'Ansprechpartner | Bearbeiter | Ihr Ansprechpartner | Sachbearbeiterin | Kontakt | Verkäufer/in | Bearbeitet von',
    seller:
      'Rechnungssteller | Verkäufer | Leistungserbringer | Lieferant | Aussteller | Von | Absender | Auftragnehmer | Verkäufer / Seller',
    buyer: `Rechnungsempfänger | Kunde | Rechnungsadresse | Rechnung an | Käufer | Leistungsempfänger | Auftraggeber | Rechnungsanschrift | An
      | Empfänger | Käufer/Leistungsempfänger | Kunde / Customer`,
    ship_to: 'Lieferadresse | Lieferanschrift | Lieferung an | Versandadresse | Leistungsort | Warenempfänger | Baustelle',
    vat_id: 'USt-IdNr. | USt-ID | Ust.-Id.-Nr. | UID | USt-Id-Nr. | UST-ID-Nr. | UID-Nr. | Umsatzsteuer-ID | MwSt-Nr. | VAT-ID',
    buyer_vat_id: 'Ihre USt-IdNr. | USt-ID Kunde | Ihre UID | Kunden-UID | USt-IdNr. des Kunden | Ihre UST-ID-Nr.',
    tax_number: 'Steuernummer | St.-Nr. | Steuer-Nr. | StNr. | Steuernr.',
    lines_total: 'Summe Positionen | Warenwert | Zwischensumme | Positionssumme | Summe | Listenpreis gesamt | Gesamt Positionen',
    discount: 'Rabatt | abzgl. Rabatt | Nachlass | Treuerabatt | Skonto | Sondernachlass',
    shipping: 'Versandkosten | Fracht | Verpackung und Versand | Lieferpauschale | Anfahrt | Porto',
    net: `Nettobetrag | Summe netto | Netto | Zwischensumme netto | Gesamt netto | Nettosumme | Zwischensumme | Warenwert netto | Betrag netto
      | Total exkl. MwSt. | Rechnungsbetrag netto | Netto-Summe | Summe ohne MwSt. | Zwischensumme (netto) | Netto gesamt | Entgelt`,
    tax_rate: `{r} % MwSt. | MwSt. {r} % | zzgl. {r} % USt. | USt. {r} % | Umsatzsteuer {r} % | zzgl. MwSt. {r}% | + {r}% MwSt | {r}% USt
      | Mehrwertsteuer ({r} %) | zuzüglich {r} % Mehrwertsteuer | MWST {r}% | USt {r},00 % | darin enthalten {r} % MwSt.`,
    tax: 'MwSt. | Umsatzsteuer | USt. | Mehrwertsteuer | MwSt-Betrag | Steuerbetrag | Summe USt. | USt. gesamt | MwSt. gesamt | MWST | Steuer',
    gross: `Gesamtbetrag | Rechnungsbetrag | Gesamtsumme | Endbetrag | Bruttobetrag | Summe brutto | Gesamt | Zu zahlen | Zahlbetrag | Total
      | Gesamtbetrag brutto | Rechnungssumme | Zu zahlender Betrag | Summe | Brutto | Total inkl. MwSt. | Endsumme | Gesamt brutto
      | Rechnungsbetrag brutto | Zu bezahlen | Rechnungstotal | Forderung`,
    paid: 'Bereits bezahlt | abzgl. Anzahlung | Anzahlung | Bisher gezahlt | Erhaltene Abschlagszahlung | geleistete Zahlung',
    balance: 'Restbetrag | Noch zu zahlen | Offener Betrag | Restzahlung | Verbleibender Betrag | Zahlbetrag',
    included_tax: 'inkl. {r} % MwSt. {amt} | darin {r} % USt.: {amt} | enthaltene MwSt. {r} %: {amt} | (inkl. {amt} MwSt.)',
    currency_note: 'Alle Beträge in {n} | Beträge in {n} | Währung: {n} | Preise in {n} | Rechnungswährung {n}',
    no_tax: `Gemäß § 19 UStG wird keine Umsatzsteuer berechnet. | Kein Ausweis von Umsatzsteuer, da Kleinunternehmer.
      | Umsatzsteuerfrei aufgrund der Kleinunternehmerregelung.`,
    h_pos: 'Pos. | Pos | Nr. | # | Position | Lfd. Nr.',
    h_code: 'Art.-Nr. | Artikelnummer | Artikel-Nr. | Bestell-Nr. | Code',
    h_item: 'Bezeichnung | Beschreibung | Artikel | Leistung | Text | Produkt | Artikelbezeichnung | Leistungsbeschreibung',
    h_qty: 'Menge | Anzahl | Stk. | Mg. | Anz.',
    h_unit: 'Einheit | ME | Einh. | VE',
    h_price: 'Einzelpreis | Preis | E-Preis | EP | Einzel | Stückpreis | Einzelpr. | à Preis',
    h_rate: 'USt. % | MwSt. | USt | % | Steuersatz | MwSt %',
    h_base: 'Netto | Nettobetrag | Bemessungsgrundlage | Warenwert | Basis',
    h_tax: 'MwSt.-Betrag | Steuer | USt.-Betrag | MwSt.',
    h_amount: 'Betrag | Gesamt | Gesamtpreis | Summe | G-Preis | GP | Total | Betrag EUR | Wert',
    h_date: 'Datum | Buchungstag | Buch.-Tag | Buchung | Bu-Tag | Tag',
    iban: 'IBAN | IBAN: | IBAN-Nr. | Konto (IBAN) | IBAN Nr. | Kontonummer (IBAN)',
    bic: 'BIC | BIC: | SWIFT | BIC/SWIFT | BIC (SWIFT) | SWIFT-BIC',
    bank: 'Bank | Bankverbindung | Kreditinstitut | Geldinstitut | Unsere Bank',
    holder: 'Kontoinhaber | Inhaber | Empfänger | Kto.-Inh. | Zahlungsempfänger',
    due_sentence: `Zahlbar bis {date} ohne Abzug. | Bitte überweisen Sie den Betrag bis zum {date}. | Bitte überweise den Betrag bis {date}.
      | Der Rechnungsbetrag ist bis spätestens {date} auf unser Konto zu überweisen. | Zahlungsziel: {date} netto
      | Wir bitten um Zahlung bis {date} unter Angabe der Rechnungsnummer. | Fällig bis {date} rein netto
      | Den Betrag von {amt} überweisen Sie bitte bis {date}. | Der Betrag wird am {date} von Ihrem Konto abgebucht.`,
    days_sentence: `Zahlbar innerhalb von {days} Tagen ohne Abzug. | Zahlungsziel {days} Tage netto | Zahlbar sofort ohne Abzug
      | Bitte zahlen Sie innerhalb von {days} Tagen. | {days} Tage netto, 8 Tage 2 % Skonto`,
    date_sentence: `Ihre Bestellung vom {date} | Bei Zahlung bis {date} gewähren wir 2 % Skonto. | Preise gültig bis {date}
      | Lieferschein vom {date} | Bezahlt am {date} | Gemäß unserem Angebot vom {date} | Ihr Vertrag vom {date} | Stand: {date}
      | Handelsregistereintrag vom {date} | Unsere AGB in der Fassung vom {date}`,
    place_date: '{city}, den {date} | {city}, {date} | {city}, am {date}',
    intro: `Wir erlauben uns, Ihnen wie folgt in Rechnung zu stellen: | Vielen Dank für Ihren Auftrag. | Sehr geehrte Damen und Herren,
      | für die erbrachten Leistungen berechnen wir Ihnen: | Vielen Dank für Ihr Vertrauen! | Unsere Lieferungen und Leistungen:`,
    thanks: `Vielen Dank für Ihren Einkauf. | Mit freundlichen Grüßen | Wir danken für Ihren Auftrag. | Es gelten unsere AGB.
      | Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum. | Wir freuen uns auf die weitere Zusammenarbeit.`,
    page: 'Seite {n} von {b} | Seite {n} | Seite {n}/{b} | Blatt {n} | - {n} -',
    carried: 'Übertrag | Zwischensumme Seite | Übertrag von Seite 1 | Zwischensumme / Übertrag',
    phone: 'Tel. | Telefon | Tel | Fon | T | Mobil',
    email: 'E-Mail | Mail | Email | E',
    web: 'www | Web | Internet | Homepage',
    manager: 'Geschäftsführer: {name} | GF: {name} | Inhaber {name} | Vorstand: {name} | Inh. {name} | Geschäftsführung {name}',
    r_title: 'Kassenbon | Rechnung | Beleg | Quittung | Kassenbeleg | *** KUNDENBELEG *** | KASSENZETTEL | Bewirtungsbeleg',
    r_number: 'Bon-Nr. | Beleg-Nr. | Bonnr. | Belegnr. | Rechnung Nr. | Bon | BNr',
    r_date: 'Datum | Datum: | Dat. | Verkaufsdatum',
    r_time: 'Uhrzeit | Zeit | Uhrzeit: | Uhr',
    cashier: 'Bediener | Kassierer | Es bediente Sie | Kellner | Bed.: | Kassiererin | Verkäufer',
    till: 'Kasse | Kasse Nr. | Kassen-Nr. | Markt | Filiale | Terminal-ID | Tisch',
    r_subtotal: 'Zwischensumme | Zw.-Summe | Summe | Subtotal',
    r_total: `SUMME | Summe | Gesamt | Total | Gesamtbetrag | Zu zahlen | TOTAL EUR | Summe EUR | BETRAG | Endbetrag | Gesamtsumme | Zahlbetrag
      | Rechnungsbetrag | Summe inkl. MwSt.`,
    r_tax: 'MwSt. | Steuer | MWST | USt. | enth. MwSt. | inkl. MwSt. | Mehrwertsteuer',
    r_net: 'Netto | Nettobetrag | Entgelt | Netto-Umsatz',
    r_tip: 'Trinkgeld | Tip | Trinkg.',
    r_change: 'Rückgeld | Zurück | Rückgeld BAR | Wechselgeld | Rueckgeld | RÜCKGELD',
    r_rounding: 'Rundung | Rundungsdifferenz',
    r_items: 'Anzahl Artikel | Positionen | Artikel | Pos.',
    r_cash: 'BAR | Bar | Bargeld | bar bezahlt',
    r_given: 'Gegeben | Geg. | Erhalten | Kunde gibt',
    methods: 'Girocard | EC-Karte | VISA | Mastercard | Kartenzahlung | EC-Cash | Kreditkarte | Maestro | Gutschein',
    r_return: `Umtausch nur mit Bon bis {date} | Rückgabe bis {date} möglich | Gutschein gültig bis {date} | Aktion bis {date}`,
    r_thanks: `Vielen Dank für Ihren Einkauf! | Es bediente Sie | Auf Wiedersehen | Danke und bis bald! | Bitte Beleg aufbewahren
      | Umtausch nur gegen Vorlage des Kassenbons`,
    goods: `BROT | BUTTER 250G | VOLLMILCH 1L | Kaffee | Apfelschorle 0,4 | Schnitzel m. Pommes | Eier 10er | KÄSE | BANANEN | Wasser 0,5
      | Tagessuppe | ZEITUNG | Brötchen 2 St. | Seife | BATTERIEN AA 4ER | T-SHIRT HERREN | Salat gem. | PFAND | Cappuccino | Pils 0,5
      | SCHRAUBEN M4 | Blumenerde 20L | SHAMPOO | Espresso dopp. | Joghurt Natur | TOMATEN LOSE`,
    s_title:
      'Kontoauszug | Kontoauszug Nr. {n} | Auszug | Kontokorrent-Auszug | Kontoauszug {n} | Umsatzübersicht | Finanzübersicht | Monatsauszug',
    s_period: '{a} bis {b} | {a} - {b} | vom {a} bis {b} | {a} – {b} | für die Zeit vom {a} bis {b}',
    s_period_label: 'Zeitraum | Abrechnungszeitraum | Auszugszeitraum | Buchungszeitraum | Umsätze | Zeitraum des Auszugs',
    s_date: 'Auszugsdatum | Erstellt am | Datum | Erstellungsdatum | Auszug vom | Ausgestellt am | Druckdatum',
    s_number: 'Auszug Nr. | Auszugsnummer | Auszug | Blatt | Kontoauszug Nr.',
    s_account: 'Konto | Kontonummer | Konto-Nr. | Kundenkonto | Kto.',
    s_owner: 'Kontoinhaber | Inhaber | Konto von | Kunde | Lautend auf',
    s_opening: `Alter Kontostand | Anfangssaldo | Kontostand am {a} | Alter Saldo | Saldo alt | Saldovortrag | Kontostand zu Beginn | Anfangsbestand
      | Übertrag vom letzten Auszug | Letzter Auszug Saldo | Saldo per {a}`,
    s_closing: `Neuer Kontostand | Endsaldo | Kontostand am {b} | Neuer Saldo | Saldo neu | Schlusssaldo | Aktueller Kontostand | Endbestand
      | Saldo am Ende | Kontostand in EUR am {b} | Saldo per {b}`,
    s_currency: 'Währung | Kontowährung | Whg.',
    s_limit:
      'Dispositionskredit | Kreditlinie | Eingeräumte Kontoüberziehung | Verfügbarer Betrag | Summe Belastungen | Summe Gutschriften',
    h_value: 'Wert | Valuta | Wertstellung | Wert-Tag',
    h_text: 'Text | Buchungstext | Verwendungszweck | Vorgang | Erläuterung | Umsatz | Vorgang/Buchungsinformation',
    h_debit: 'Soll | Belastung | Lastschrift | Zu Ihren Lasten | Ausgang',
    h_credit: 'Haben | Gutschrift | Zu Ihren Gunsten | Eingang',
    h_sum: 'Betrag | Umsatz | Betrag EUR | Umsatz in EUR',
    h_balance: 'Saldo | Kontostand | Stand',
    bookings: `Lastschrift {name} | Gehalt {name} | Kartenzahlung {name} | Dauerauftrag Miete | Überweisung {name} | Entgeltabschluss
      | Bargeldauszahlung GA {city} | Gutschrift {name} | SEPA-Basislastschrift {name} | Steuererstattung Finanzamt | Zinsen`,
    checking: 'Girokonto | Privatgiro | Geschäftskonto | Kontokorrent | Giro Komfort | Privatkonto',
    savings: 'Sparkonto | Tagesgeldkonto | Sparbuch | Geldmarktkonto',
    credit: 'Kreditkarte | Kreditkartenkonto | Kartenabrechnung | Darlehenskonto',
    debit_mark: 'S | - | Soll | L',
    credit_mark: 'H | + | Haben | G',
    l_ours: 'Unser Zeichen | Unsere Zeichen | Aktenzeichen | Unser Az. | Vorgangsnummer | Geschäftszeichen',
    l_yours: 'Ihr Zeichen | Ihre Nachricht | Ihr Schreiben | Ihre Referenz | Ihre Zeichen',
    l_date: 'Datum | Datum: | vom | Tag',
    l_subject: 'Betreff | Betr. | Betreff: | Betrifft',
    subjects: `Kündigung des Mietvertrags | Ihre Anfrage zur Heizungswartung | Änderung der Beiträge | Einladung zur Mitgliederversammlung
      | Mahnung | Bestätigung Ihres Termins | Angebot Dachsanierung | Rückfrage zu Ihrem Antrag | Preisanpassung zum Jahreswechsel`,
    salutation:
      'Sehr geehrte Damen und Herren, | Sehr geehrter Herr {name}, | Sehr geehrte Frau {name}, | Guten Tag, | Liebe Kundin, lieber Kunde,',
    body: `wir beziehen uns auf das Gespräch vom {date} und bestätigen die vereinbarten Punkte. | Bitte senden Sie uns die Unterlagen bis {date} zurück.
      | Die Änderung gilt ab {date} und betrifft alle laufenden Verträge. | Für Rückfragen stehen wir Ihnen gern zur Verfügung.
      | Anbei erhalten Sie die gewünschten Unterlagen. | Der Beitrag erhöht sich von 24,90 EUR auf {amt} EUR.`,
    closing: 'Mit freundlichen Grüßen | Freundliche Grüße | Mit besten Grüßen | Hochachtungsvoll',
    t_buy:
      'Wertpapierabrechnung Kauf | Kauf | Wertpapier Abrechnung Kauf | Kaufabrechnung | Abrechnung: Kauf von Wertpapieren | Wertpapierkauf',
    t_sell: 'Wertpapierabrechnung Verkauf | Verkauf | Wertpapier Abrechnung Verkauf | Verkaufsabrechnung | Wertpapierverkauf',
    t_dividend: 'Dividendengutschrift | Ertragsgutschrift | Gutschrift fälliger Wertpapier-Erträge | Ausschüttung Investmentfonds',
    t_ex_date: 'Ex-Tag | Zahlbarkeitstag | Bestandsstichtag | per',
    t_per_share: 'Dividende pro Stück | Ausschüttung pro Stück | Ertrag pro Anteil',
    t_name: 'Wertpapierbezeichnung | Wertpapier | Gattung | Bezeichnung | Titel | Gattungsbezeichnung | Wertpapier-Bezeichnung',
    t_shares: 'Stück | Nominale | Anzahl | Nennwert | Nominal | Stückzahl | Menge | Stücke/Nominal',
    t_price: 'Kurs | Ausführungskurs | Preis pro Anteil | Kurswert pro Stück | Preis | Kurs/Preis | Abrechnungskurs',
    t_gross: 'Kurswert | Bruttobetrag | Kurswert in EUR | Gegenwert | Zwischensumme',
    t_fees: 'Provision | Fremde Spesen | Börsengebühr | Handelsplatzentgelt | Courtage | Transaktionsentgelt | Orderprovision',
    t_debit:
      'Ausmachender Betrag | Endbetrag | Zu Ihren Lasten | Endbetrag zu Ihren Lasten | Gesamtbetrag | Belastung | Betrag zu Ihren Lasten | Abrechnungsbetrag',
    t_credit:
      'Ausmachender Betrag | Endbetrag | Zu Ihren Gunsten | Endbetrag zu Ihren Gunsten | Gutschrift | Betrag zu Ihren Gunsten | Nettobetrag',
    t_trade_date:
      'Schlusstag | Handelstag | Ausführungstag | Handelsdatum | Ausführung am | Geschäftstag | Datum der Ausführung | Schlußtag',
    t_value_date: 'Valuta | Wertstellung | Zahltag | Valutadatum | Buchungstag | Erfüllungstag',
    t_time: 'Schlusszeit | Handelszeit | Uhrzeit | Ausführungszeit | Schlusstag/-Zeit',
    t_venue: 'Handelsplatz | Börse | Ausführungsplatz | Handelsort',
    t_depot: 'Depot | Depotnummer | Depot-Nr. | Depotkonto',
    t_sentence: `Wir haben für Sie am {date} {n} {name} gekauft. | Ihren Auftrag haben wir wie folgt ausgeführt. | Wir haben nachstehenden Auftrag abgerechnet.
      | Diese Abrechnung wird von der Bank nicht unterschrieben.`,
    t_unit: 'Stück | STK | St. | Stk.',
  },
  weekdays: 'Montag | Dienstag | Mittwoch | Donnerstag | Freitag | Samstag | Sonntag',
  months: 'Januar | Februar | März | April | Mai | Juni | Juli | August | September | Oktober | November | Dezember',
  shortMonths: 'Jan. | Feb. | März | Apr. | Mai | Juni | Juli | Aug. | Sept. | Okt. | Nov. | Dez.',
  first: 'Anna | Peter | Sabine | Jonas | Mehmet | Katrin | Lukas | Birgit | Stefan | Ayşe | Heinz | Julia | Markus | Elif | Tobias',
  last: `Müller | Becker | Wagner | Schäfer | Hoffmann | Yılmaz | Krüger | Vogel | Lorenz | Baumann | Huber | Keller | Graf | Brandt | Seidel
    | Pfeiffer | Nowak | Winkler | Roth | Zimmermann`,
  stems:
    'Nordwind | Elbtal | Blaustein | Hallmark | Silberbach | Terra | Kronen | Lindner | Optima | Rhein | Alpen | Vektor | Sonnen | Feld | Delta | Luna',
  trades: `Haustechnik | Metallbau | Bürobedarf | Druckerei | IT-Service | Logistik | Elektro | Gartenbau | Consulting | Software | Werkzeuge | Medien
    | Bau | Reinigung | Transporte | Bäckerei | Markt | Gastronomie | Apotheke | Autohaus | Design | Treuhand`,
  companies: `{S} {T} {F} | {L} {T} {F} | {L} & {M} {F} | {S}{t} {F} | {T} {L} | {V} {L} | {A} {T} {F} | {L} {F} | {S} {F} | {T} {C} {F}
    | {L} & Söhne {F} | {V} {L} {T} | Gebr. {L} {F} | {A} {F} | {T}{t} {S} | Praxis Dr. {L} | Stadtwerke {C} {F} | Kanzlei {L}, {M} & Partner`,
  products: `Wartung Heizungsanlage | Beratung vor Ort | Arbeitszeit Monteur | Kopierpapier A4 80 g | Druckerpatrone schwarz | Schraube M4x20 verzinkt
    | Anfahrtspauschale | Lizenz Warenwirtschaft 12 Monate | Reinigung Büroräume März | Kabel NYM-J 3x1,5 | Fensterglas 4 mm | Bürostuhl Modell 17
    | Webhosting Paket L | Übersetzung Deutsch-Englisch | Lieferung und Montage | Dichtung 3/4 Zoll | Workshop Teamleitung | Farbe weiß matt 10 l
    | Stundensatz Entwicklung | Rasenpflege 250 qm | Monatspauschale 03/2025 | Hydraulikschlauch DN 12 | Catering 40 Personen`,
  units: 'Stk. | Std. | h | St. | Pausch. | kg | m | Stück | l',
  countries: [
    {
      code: 'DE',
      name: 'Deutschland',
      currency: 'EUR',
      sign: '€',
      signAlone: true,
      rates: [19, 7],
      forms: 'GmbH | GmbH & Co. KG | AG | UG (haftungsbeschränkt) | KG | e.K. | OHG | mbH | e.V. | PartG mbB | SE',
      cities:
        'Berlin | Hamburg | Köln | Ulm | Göttingen | Kassel | Erfurt | Bremen | Mainz | Bad Tölz | Rostock | Gera | Soest | Weiden i. d. OPf.',
      cityLine: '{p} {c} | D-{p} {c} | {p}  {c}',
      postCode: '00000',
      streetLine: '{s} {h}',
      streets:
        'Lindenstraße | Hauptstr. | Am Markt | Mühlweg | Bahnhofstraße | Goethestr. | Schillerplatz | Industriestraße | Im Tal | Kirchgasse | Ringallee',
      phones: '0000 000000 | +49 000 000000-0 | 0000/000000 | (0000) 00 00 00 | +49 (0)00 0000000',
      domain: 'de',
      vatId: 'DE000000000 | DE 000 000 000 | DE 000000000',
      taxNumber: '00/000/00000 | 000/0000/0000 | 00 000 00000',
      register: 'HRB 00000 | HRA 0000 | Amtsgericht {c} HRB 00000 | Registergericht {c}, HRB 000000',
      bban: '000000000000000000',
      bankCode: '@@@@DEAA | @@@@DE00XXX | @@@@DEXXXXX',
      banks: 'Sparkasse {c} | Volksbank {c} eG | {C} Bank AG | Raiffeisenbank {c} | {C}bank | Kreissparkasse {c} | Stadtsparkasse {c}',
      weight: 6,
      decimal: ',',
      groups: ['.', '.', '.', '.', '', ' '],
      dates: 'dd.mm.yyyy | dd.mm.yyyy | d. Month yyyy | dd.mm.yy | d.m.yyyy | dd. Month yyyy | yyyy-mm-dd | dd.Mon yyyy',
    },
    {
      code: 'AT',
      name: 'Österreich',
      currency: 'EUR',
      sign: '€',
      signAlone: true,
      rates: [20, 10],
      forms: 'GmbH | Ges.m.b.H. | GmbH & Co KG | AG | e.U. | KG | OG',
      cities: 'Wien | Graz | Linz | Salzburg | Innsbruck | Wels | Steyr | Bregenz | St. Pölten',
      cityLine: '{p} {c} | A-{p} {c}',
      postCode: '0000',
      streetLine: '{s} {h}',
      streets: 'Mariahilfer Straße | Wiener Straße | Hauptplatz | Ringstraße | Bahngasse | Schulweg | Grazer Straße | Kaiserallee',
      phones: '+43 0 0000000 | 0000/00 00 00 | +43 (0)000 000000',
      domain: 'at',
      vatId: 'ATU00000000 | ATU 00000000',
      taxNumber: '00 000/0000',
      register: 'FN 000000a | FN 000000 k, LG {c}',
      bban: '0000000000000000',
      bankCode: '@@@@ATWWXXX | @@@@AT00 | @@@@AT0A000',
      banks: 'Erste Sparkasse {c} | Raiffeisenbank {c} | {C} Bank AG | Hypo {c} AG | Volksbank {c}',
      weight: 2,
      decimal: ',',
      groups: ['.', '.', '.', ' ', ''],
      dates: 'dd.mm.yyyy | dd.mm.yyyy | d. Month yyyy | d.m.yyyy | dd.mm.yy',
    },
    {
      code: 'CH',
      name: 'Schweiz',
      currency: 'CHF',
      sign: 'Fr.',
      signAlone: true,
      rates: [8.1, 2.6],
      forms: 'AG | GmbH | & Co. | SA | Genossenschaft',
      cities: 'Zürich | Bern | Basel | Chur | Luzern | Winterthur | Aarau | Thun | St. Gallen',
      cityLine: '{p} {c} | CH-{p} {c}',
      postCode: '0000',
      streetLine: '{s} {h}',
      streets: 'Bahnhofstrasse | Dorfstrasse | Seestrasse | Marktgasse | Poststrasse | Im Grund | Schulhausweg',
      phones: '000 000 00 00 | +41 00 000 00 00',
      domain: 'ch',
      vatId: 'CHE-000.000.000 MWST | CHE-000.000.000',
      taxNumber: 'CHE-000.000.000',
      register: 'CH-000.0.000.000-0',
      bban: '00000000000000000',
      bankCode: '@@@@CHZZXXX | @@@@CH00 | @@@@CHBBXXX',
      banks: '{C} Kantonalbank | Raiffeisenbank {c} | {C} Bank AG | Regiobank {c}',
      weight: 1.5,
      decimal: '.',
      groups: ["'", "'", '’', ' ', ''],
      dates: 'dd.mm.yyyy | d. Month yyyy | dd.mm.yy | d.m.yyyy',
    },
  ],
};
