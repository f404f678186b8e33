/** Made-up documents in the languages that ix knows, each with what it says. Layouts differ: what is tested is the words. */

export interface Told {
  readonly language: string;
  readonly useCase: 'invoice' | 'receipt' | 'bank_statement_header';
  readonly text: string;
  readonly says: Readonly<Record<string, string | null>>;
}

export const DOCUMENTS: readonly Told[] = [
  {
    language: 'fr',
    useCase: 'invoice',
    text: `
Ateliers Morvan SARL
14 rue des Forges
29200 Brest
Tél. 02 98 11 22 33
N° TVA intracommunautaire : FR83404833048

                                                        Facturé à :
                                                        Librairie du Port SAS
                                                        3 quai de la Douane
                                                        29200 Brest

FACTURE N° F-2026-0418
Date d'émission : 14 avril 2026
Date d'échéance : 14 mai 2026
Date de livraison : 10/04/2026
N° de commande : CMD 7741

Désignation                       Qté      P.U. HT      Montant HT
Étagère en chêne                    2        310,00         620,00
Pose                                1        180,00         180,00

                                        Total HT         800,00 €
                                        TVA 20 %         160,00 €
                                        Total TTC        960,00 €

IBAN : FR76 3000 6000 0112 3456 7890 189
BIC : AGRIFRPP
`,
    says: {
      invoice_number: 'F-2026-0418',
      invoice_date: '2026-04-14',
      due_date: '2026-05-14',
      delivery_date: '2026-04-10',
      seller_name: 'Ateliers Morvan SARL',
      seller_vat_id: 'FR83404833048',
      buyer_name: 'Librairie du Port SAS',
      currency: 'EUR',
      net_amount: '800.00',
      tax_amount: '160.00',
      gross_amount: '960.00',
      iban: 'FR7630006000011234567890189',
      bic: 'AGRIFRPP',
    },
  },
  {
    language: 'fr',
    useCase: 'invoice',
    text: `
                                                 Lausanne, le 3 février 2026

Menuiserie Rochat SA                             Client
Chemin du Lac 8                                  Commune de Prilly
1003 Lausanne                                    Route de Cossonay 40
                                                 1008 Prilly

Facture no 20311
À payer avant le 5 mars 2026

Montant hors taxes                     CHF    1'250.00
TVA 8.1 %                              CHF      101.25
Montant à payer                        CHF    1'351.25
`,
    says: {
      invoice_number: '20311',
      invoice_date: '2026-02-03',
      due_date: '2026-03-05',
      buyer_name: 'Commune de Prilly',
      currency: 'CHF',
      net_amount: '1250.00',
      tax_amount: '101.25',
      gross_amount: '1351.25',
    },
  },
  {
    language: 'fr',
    useCase: 'receipt',
    text: `
BOULANGERIE LES TILLEULS
5 place Bellecour
69002 Lyon

12/03/2026   08h42
Baguette tradition        1,30
Croissant x 3             3,60
TOTAL                     4,90 €
Dont TVA 5,5 %            0,26
Carte bancaire            4,90
`,
    says: { date: '2026-03-12', time: '08:42', currency: 'EUR', total: '4.90', tax_amount: '0.26', payment_method: 'Carte bancaire' },
  },
  {
    language: 'fr',
    useCase: 'bank_statement_header',
    text: `
Banque du Ponant
Relevé de compte du 01/03/2026 au 31/03/2026
Compte courant        IBAN : FR76 3000 6000 0112 3456 7890 189
Devise : EUR

Date         Libellé                              Montant
             Ancien solde                        1 200,00
05/03/2026   Virement loyer                       -650,00
18/03/2026   Salaire                             2 100,00
             Nouveau solde                       2 650,00
`,
    says: {
      bank_name: 'Banque du Ponant',
      account_iban: 'FR7630006000011234567890189',
      account_type: 'checking',
      currency: 'EUR',
      statement_period_start: '2026-03-01',
      statement_period_end: '2026-03-31',
      opening_balance: '1200.00',
      closing_balance: '2650.00',
    },
  },
  {
    language: 'nl',
    useCase: 'invoice',
    text: `
Van Houten Techniek B.V.
Industrieweg 12
3542 AD Utrecht
Tel. 030 123 45 67
Btw-nummer: NL812345678B01
IBAN: NL91 ABNA 0417 1643 00     BIC: ABNANL2A

Factuur aan:
Bakkerij De Molen
Dorpsstraat 4
3911 TM Rhenen

FACTUUR
Factuurnummer:     2026-0087
Factuurdatum:      9 maart 2026
Vervaldatum:       23 maart 2026
Leverdatum:        6 maart 2026
Bestelnummer:      INK-5520

Omschrijving                    Aantal     Prijs      Bedrag
Oven onderhoud                       1    450,00      450,00
Onderdelen                           3     50,00      150,00

                            Subtotaal               € 600,00
                            BTW 21%                 € 126,00
                            Totaal te betalen       € 726,00
`,
    says: {
      invoice_number: '2026-0087',
      invoice_date: '2026-03-09',
      due_date: '2026-03-23',
      delivery_date: '2026-03-06',
      seller_name: 'Van Houten Techniek B.V.',
      seller_vat_id: 'NL812345678B01',
      buyer_name: 'Bakkerij De Molen',
      currency: 'EUR',
      net_amount: '600.00',
      tax_amount: '126.00',
      gross_amount: '726.00',
      iban: 'NL91ABNA0417164300',
      bic: 'ABNANL2A',
      order_number: 'INK-5520',
    },
  },
  {
    language: 'nl',
    useCase: 'invoice',
    text: `
Drukkerij Claes BV
Stationsstraat 77
9000 Gent
BTW BE 0417.497.106

Klant:
Stad Aalst
Grote Markt 3
9300 Aalst

Factuur nr. 1184
Datum: 17-06-2026

Drukwerk folders                          1.000,00
Totaal excl. BTW                          1.000,00
BTW 21 %                                    210,00
Totaal incl. BTW                   EUR    1.210,00

Te betalen vóór 17 juli 2026 op rekening BE68 5390 0754 7034.
`,
    says: {
      invoice_number: '1184',
      invoice_date: '2026-06-17',
      due_date: '2026-07-17',
      seller_name: 'Drukkerij Claes BV',
      buyer_name: 'Stad Aalst',
      net_amount: '1000.00',
      tax_amount: '210.00',
      gross_amount: '1210.00',
      iban: 'BE68539007547034',
    },
  },
  {
    language: 'nl',
    useCase: 'receipt',
    text: `
Groentehal Oost
Javastraat 19
1094 HA Amsterdam
Datum 04-05-2026    Tijd 17:31
Appels 1 kg          2,49
Brood                2,75
TOTAAL EUR           5,24
BTW 9%               0,43
PIN                  5,24
`,
    says: { date: '2026-05-04', time: '17:31', currency: 'EUR', total: '5.24', tax_amount: '0.43', payment_method: 'PIN' },
  },
  {
    language: 'nl',
    useCase: 'bank_statement_header',
    text: `
Waddenbank N.V.
Rekeningafschrift
Datum: 01-04-2026
Betaalrekening   NL91 ABNA 0417 1643 00
Valuta: EUR
Periode: 01-03-2026 t/m 31-03-2026

Beginsaldo                          500,00
03-03-2026   Huur                  -300,00
25-03-2026   Salaris              1.800,00
Eindsaldo                         2.000,00
`,
    says: {
      bank_name: 'Waddenbank N.V.',
      account_iban: 'NL91ABNA0417164300',
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2026-04-01',
      statement_period_start: '2026-03-01',
      statement_period_end: '2026-03-31',
      opening_balance: '500.00',
      closing_balance: '2000.00',
    },
  },
  {
    language: 'es',
    useCase: 'invoice',
    text: `
Talleres Aranda S.L.
Calle Mayor 25
09001 Burgos
NIF: ESB09123453
Tel. 947 12 34 56

FACTURA                                   Cliente:
Nº de factura: 2026/0153                  Hotel Castilla S.A.
Fecha de factura: 12/05/2026              Avenida de la Paz 3
Fecha de vencimiento: 11/06/2026          09004 Burgos
Nº de pedido: P-8832

Concepto                    Cantidad    Precio     Importe
Reparación de ascensor             1    900,00      900,00
Piezas                             4     25,00      100,00

                            Base imponible      1.000,00 €
                            IVA 21 %              210,00 €
                            Total factura       1.210,00 €

Forma de pago: transferencia   IBAN: ES91 2100 0418 4502 0005 1332
`,
    says: {
      invoice_number: '2026/0153',
      invoice_date: '2026-05-12',
      due_date: '2026-06-11',
      seller_name: 'Talleres Aranda S.L.',
      seller_vat_id: 'ESB09123453',
      buyer_name: 'Hotel Castilla S.A.',
      currency: 'EUR',
      net_amount: '1000.00',
      tax_amount: '210.00',
      gross_amount: '1210.00',
      iban: 'ES9121000418450200051332',
      order_number: 'P-8832',
    },
  },
  {
    language: 'es',
    useCase: 'invoice',
    text: `
Imprenta Solana S.L.
Paseo del Prado 11
28014 Madrid

Facturar a:
María Ferrer Ruiz
Calle Luna 8
28004 Madrid

Factura núm. 774
Fecha: 3 de junio de 2026
Vencimiento: 18 de junio de 2026

Subtotal          250,00 €
IVA (21%)          52,50 €
Total a pagar     302,50 €
`,
    says: {
      invoice_number: '774',
      invoice_date: '2026-06-03',
      due_date: '2026-06-18',
      seller_name: 'Imprenta Solana S.L.',
      buyer_name: 'María Ferrer Ruiz',
      currency: 'EUR',
      net_amount: '250.00',
      tax_amount: '52.50',
      gross_amount: '302.50',
    },
  },
  {
    language: 'es',
    useCase: 'receipt',
    text: `
FRUTERIA LA HUERTA
Calle Colón 4
46004 Valencia
Fecha: 09/02/2026  Hora: 11:05
Naranjas             3,20
Tomates              2,10
TOTAL A PAGAR        5,30 €
IVA 4%               0,20
EFECTIVO            10,00
CAMBIO               4,70
`,
    says: { date: '2026-02-09', time: '11:05', currency: 'EUR', total: '5.30', tax_amount: '0.20', payment_method: 'EFECTIVO' },
  },
  {
    language: 'es',
    useCase: 'bank_statement_header',
    text: `
Banco del Duero, S.A.
Extracto de cuenta
Cuenta corriente   IBAN: ES91 2100 0418 4502 0005 1332
Divisa: EUR
Período: del 01/01/2026 al 31/01/2026
Fecha de emisión: 02/02/2026

Saldo anterior                      800,00
08/01/2026   Alquiler              -500,00
28/01/2026   Nómina               1.700,00
Saldo final                       2.000,00
`,
    says: {
      bank_name: 'Banco del Duero, S.A.',
      account_iban: 'ES9121000418450200051332',
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2026-02-02',
      statement_period_start: '2026-01-01',
      statement_period_end: '2026-01-31',
      opening_balance: '800.00',
      closing_balance: '2000.00',
    },
  },
  {
    language: 'it',
    useCase: 'invoice',
    text: `
Officine Bianchi S.r.l.
Via Garibaldi 18
20121 Milano (MI)
P. IVA IT12345670017
Tel. 02 1234567

                                      Spett.le
                                      Albergo Stella S.p.A.
                                      Corso Italia 5
                                      37121 Verona (VR)

Fattura n. 118/2026
Data fattura: 20/02/2026
Scadenza: 22/03/2026
Rif. ordine: ORD-3391

Descrizione               Q.tà     Prezzo     Importo
Manutenzione caldaia         1     400,00      400,00

                          Totale imponibile    400,00
                          IVA 22%               88,00
                          Totale fattura     € 488,00

IBAN: IT60 X054 2811 1010 0000 0123 456
`,
    says: {
      invoice_number: '118/2026',
      invoice_date: '2026-02-20',
      due_date: '2026-03-22',
      seller_name: 'Officine Bianchi S.r.l.',
      seller_vat_id: 'IT12345670017',
      buyer_name: 'Albergo Stella S.p.A.',
      currency: 'EUR',
      net_amount: '400.00',
      tax_amount: '88.00',
      gross_amount: '488.00',
      iban: 'IT60X0542811101000000123456',
      order_number: 'ORD-3391',
    },
  },
  {
    language: 'it',
    useCase: 'invoice',
    text: `
Studio Neri SA
Via Nassa 3
6900 Lugano

Cliente:
Panetteria Ferrari
Piazza Grande 9
6600 Locarno

Numero fattura          4410
Data di emissione       7 gennaio 2026
Data di scadenza        6 febbraio 2026

Importo netto        CHF      300.00
IVA 8.1%             CHF       24.30
Totale da pagare     CHF      324.30
`,
    says: {
      invoice_number: '4410',
      invoice_date: '2026-01-07',
      due_date: '2026-02-06',
      seller_name: 'Studio Neri SA',
      buyer_name: 'Panetteria Ferrari',
      currency: 'CHF',
      net_amount: '300.00',
      tax_amount: '24.30',
      gross_amount: '324.30',
    },
  },
  {
    language: 'it',
    useCase: 'receipt',
    text: `
BAR CENTRALE
Piazza Duomo 2
50122 Firenze
DOCUMENTO COMMERCIALE
Cappuccino              1,80
Cornetto                1,50
TOTALE COMPLESSIVO      3,30
di cui IVA              0,30
Pagamento contante      3,30
11/04/2026 09:15
`,
    says: { date: '2026-04-11', time: '09:15', total: '3.30', tax_amount: '0.30' },
  },
  {
    language: 'it',
    useCase: 'bank_statement_header',
    text: `
Banca del Golfo S.p.A.
Estratto conto al 31/03/2026
Conto corrente   IBAN IT60 X054 2811 1010 0000 0123 456
Valuta: EUR
Periodo dal 01/01/2026 al 31/03/2026

Saldo iniziale                     1.000,00
15/01/2026   Bolletta               -100,00
27/02/2026   Stipendio             1.600,00
Saldo finale                       2.500,00
`,
    says: {
      bank_name: 'Banca del Golfo S.p.A.',
      account_iban: 'IT60X0542811101000000123456',
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2026-03-31',
      statement_period_start: '2026-01-01',
      statement_period_end: '2026-03-31',
      opening_balance: '1000.00',
      closing_balance: '2500.00',
    },
  },
  {
    language: 'pt',
    useCase: 'invoice',
    text: `
Serralharia Tavares, Lda
Rua do Comércio 45
4050-253 Porto
NIF: PT501964843
Tel. 222 333 444

Exmo.(s) Sr.(s)
Residencial Douro, S.A.
Avenida da Boavista 10
4100-130 Porto

Fatura n.º FT 2026/88
Data de emissão: 05/03/2026
Data de vencimento: 04/04/2026

Descrição                 Qtd      Preço       Total
Portão em ferro             1     500,00      500,00

                    Total sem IVA      500,00 €
                    IVA 23%            115,00 €
                    Total a pagar      615,00 €

IBAN: PT50 0002 0123 1234 5678 9015 4
`,
    says: {
      invoice_date: '2026-03-05',
      due_date: '2026-04-04',
      seller_name: 'Serralharia Tavares, Lda',
      seller_vat_id: 'PT501964843',
      buyer_name: 'Residencial Douro, S.A.',
      currency: 'EUR',
      net_amount: '500.00',
      tax_amount: '115.00',
      gross_amount: '615.00',
      iban: 'PT50000201231234567890154',
    },
  },
  {
    language: 'pt',
    useCase: 'invoice',
    text: `
Gráfica Aurora Ltda
Rua Augusta 900
01304-001 São Paulo

Cliente: Padaria Sol Nascente Ltda

Número da fatura: 5521
Data da fatura: 8 de abril de 2026
Vencimento: 23 de abril de 2026
Pedido nº: 99812

Subtotal          R$ 1.500,00
Impostos          R$   150,00
Valor total       R$ 1.650,00
`,
    says: {
      invoice_number: '5521',
      invoice_date: '2026-04-08',
      due_date: '2026-04-23',
      buyer_name: 'Padaria Sol Nascente Ltda',
      currency: 'BRL',
      net_amount: '1500.00',
      tax_amount: '150.00',
      gross_amount: '1650.00',
      order_number: '99812',
    },
  },
  {
    language: 'pt',
    useCase: 'receipt',
    text: `
CAFE LISBOA
Rua Garrett 12
1200-204 Lisboa
Data: 15/01/2026  Hora: 10:22
Bica                  0,90
Pastel de nata        1,40
TOTAL                 2,30 €
IVA 13%               0,26
Multibanco            2,30
`,
    says: { date: '2026-01-15', time: '10:22', currency: 'EUR', total: '2.30', tax_amount: '0.26', payment_method: 'Multibanco' },
  },
  {
    language: 'pt',
    useCase: 'bank_statement_header',
    text: `
Banco do Tejo, S.A.
Extrato de conta
Data do extrato: 01/03/2026
Conta à ordem   IBAN PT50 0002 0123 1234 5678 9015 4
Moeda: EUR
Período: 01/02/2026 a 28/02/2026

Saldo inicial                       300,00
10/02/2026   Renda                 -250,00
26/02/2026   Ordenado             1.450,00
Saldo final                       1.500,00
`,
    says: {
      bank_name: 'Banco do Tejo, S.A.',
      account_iban: 'PT50000201231234567890154',
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2026-03-01',
      statement_period_start: '2026-02-01',
      statement_period_end: '2026-02-28',
      opening_balance: '300.00',
      closing_balance: '1500.00',
    },
  },
  {
    language: 'pl',
    useCase: 'invoice',
    text: `
Faktura VAT nr FV/2026/03/17
Data wystawienia: 10.03.2026
Data sprzedaży: 09.03.2026
Termin płatności: 24.03.2026

Sprzedawca:                          Nabywca:
Stolarnia Kowalski Sp. z o.o.        Przedszkole Słoneczko
ul. Długa 7                          ul. Krótka 3
31-147 Kraków                        30-001 Kraków
NIP: PL6793087624

Nazwa                     Ilość    Cena netto    Wartość netto
Stół dębowy                   2        400,00           800,00

Razem netto                 800,00 zł
Kwota VAT                   184,00 zł
Do zapłaty                  984,00 zł

Nr konta: PL61 1090 1014 0000 0712 1981 2874
`,
    says: {
      invoice_number: 'FV/2026/03/17',
      invoice_date: '2026-03-10',
      due_date: '2026-03-24',
      delivery_date: '2026-03-09',
      seller_name: 'Stolarnia Kowalski Sp. z o.o.',
      seller_vat_id: 'PL6793087624',
      buyer_name: 'Przedszkole Słoneczko',
      currency: 'PLN',
      net_amount: '800.00',
      tax_amount: '184.00',
      gross_amount: '984.00',
      iban: 'PL61109010140000071219812874',
    },
  },
  {
    language: 'pl',
    useCase: 'invoice',
    text: `
Drukarnia Wisła S.A.
ul. Nadbrzeżna 15
00-950 Warszawa

Klient:
Anna Nowak
ul. Polna 2
00-625 Warszawa

Faktura nr: 2231
Wystawiono dnia: 5 maja 2026 r.
Płatne do: 19 maja 2026 r.

Netto                          1 000,00 PLN
VAT 23%                          230,00 PLN
Razem do zapłaty               1 230,00 PLN
`,
    says: {
      invoice_number: '2231',
      invoice_date: '2026-05-05',
      due_date: '2026-05-19',
      seller_name: 'Drukarnia Wisła S.A.',
      buyer_name: 'Anna Nowak',
      currency: 'PLN',
      net_amount: '1000.00',
      tax_amount: '230.00',
      gross_amount: '1230.00',
    },
  },
  {
    language: 'pl',
    useCase: 'receipt',
    text: `
SKLEP U BASI
ul. Rynek 1
50-101 Wrocław
PARAGON FISKALNY
2026-02-21   16:48
Chleb                 5,20
Mleko                 3,80
SUMA PTU              0,43
SUMA PLN              9,00
GOTÓWKA               9,00
`,
    says: { date: '2026-02-21', time: '16:48', currency: 'PLN', total: '9.00', tax_amount: '0.43', payment_method: 'GOTÓWKA' },
  },
  {
    language: 'pl',
    useCase: 'bank_statement_header',
    text: `
Bank Nadwiślański S.A.
Wyciąg bankowy
Data wyciągu: 01.05.2026
Rachunek bieżący   PL61 1090 1014 0000 0712 1981 2874
Waluta: PLN
Okres: 01.04.2026 - 30.04.2026

Saldo początkowe                   700,00
07.04.2026   Czynsz               -600,00
28.04.2026   Wynagrodzenie       4.900,00
Saldo końcowe                    5.000,00
`,
    says: {
      bank_name: 'Bank Nadwiślański S.A.',
      account_iban: 'PL61109010140000071219812874',
      account_type: 'checking',
      currency: 'PLN',
      statement_date: '2026-05-01',
      statement_period_start: '2026-04-01',
      statement_period_end: '2026-04-30',
      opening_balance: '700.00',
      closing_balance: '5000.00',
    },
  },
];
