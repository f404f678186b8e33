/** Italian, as written in Italy and Switzerland. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Numero fattura | № fattura | Fattura № | Numero di fattura | № di fattura | Numero della fattura | Fattura numero | Num. fattura
      № documento | Numero documento | Documento № | Nota di credito № | № nota di credito | Rif. fattura | Doc. № | Documento № | № documento`,
    invoice_date: `
      Data fattura | Data della fattura | Data di fattura | Data di emissione | Data emissione | Emessa il | Data documento
      Data del documento | Fattura del | Data di fatturazione | Data`,
    due_date: `
      Data di scadenza | Data scadenza | Scadenza | Scadenza pagamento | Scadenza del | Da pagare entro | Da pagare entro il
      Pagamento entro | Pagamento entro il | Pagare entro | Pagare entro il | Scade il | Termine di pagamento | Scadenza fattura`,
    delivery_date: `
      Data di consegna | Data consegna | Data della prestazione | Data prestazione | Consegnato il | Data di fornitura | Data fornitura
      Data servizio`,
    seller: 'Venditore | Fornitore | Cedente | Cedente/prestatore | Emittente | Prestatore | Mittente | Emessa da | Emesso da',
    buyer: `
      Cliente | Acquirente | Cessionario | Cessionario/committente | Committente | Destinatario | Fatturato a | Fatturare a
      Intestatario | Spett.le | Spettabile | Spett. | Indirizzo di fatturazione | Intestata a | Fattura a`,
    other_party: `
      Indirizzo di consegna | Indirizzo di spedizione | Luogo di consegna | Destinazione | Destinazione merce | Spedire a | Consegnare a
      Contatto | Referente | Beneficiario`,
    seller_vat_id: `
      Partita IVA | P. IVA | P.IVA | P. I.V.A. | Partita I.V.A. | Numero di partita IVA | № partita IVA | Cod. IVA | Codice IVA | C.F./P.IVA
      P.IVA/C.F. | Numero IVA | № IVA | IVA | Partita IVA/CF`,
    buyer_vat_id: 'Partita IVA cliente | P.IVA cliente | P. IVA del cliente | Vostra partita IVA | Vs. P.IVA',
    currency: 'Valuta | Divisa | Moneta | Valuta fattura | Importi in',
    total_net: `
      Totale imponibile | Imponibile | Totale netto | Imponibile totale | Importo netto | Netto | Totale senza IVA | Totale IVA esclusa
      Importo imponibile | Subtotale | Sub-totale | Totale merce | Totale esclusa IVA | Importo IVA esclusa | Base imponibile
      Totale parziale`,
    total_tax: `
      Totale IVA | Importo IVA | IVA totale | Totale imposta | Imposta | Totale imposte | Ammontare IVA | Imposta sul valore aggiunto
      Importo imposta | Totale I.V.A. | I.V.A. | IVA | Imposte`,
    total_gross: `
      Totale fattura | Totale documento | Totale IVA inclusa | Totale con IVA | Totale ivato | Importo totale | Totale da pagare
      Totale a pagare | Importo da pagare | Netto a pagare | Importo totale fattura | Totale complessivo | Totale generale
      Totale lordo | Importo lordo | Totale dovuto | Importo dovuto | Da pagare | Saldo dovuto | Totale importo | Totale`,
    iban: 'IBAN | Codice IBAN | Coordinate bancarie | Coordinate IBAN | Conto corrente | C/C IBAN | Conto',
    bic: 'BIC | BIC/SWIFT | SWIFT/BIC | Codice BIC | Codice SWIFT | SWIFT',
    order_number: `
      Numero ordine | № ordine | Ordine № | Numero d'ordine | № d'ordine | Vostro ordine | Vs. ordine | Rif. ordine | Riferimento ordine
      Ordine di acquisto | № ordine di acquisto | Ordine cliente | Numero di ordine | Ordine`,
    customer_number: 'Codice cliente | Cod. cliente | Numero cliente | № cliente | Numero di cliente',
    bank: 'Banca | Nome banca | Istituto | Istituto di credito | Banca d’appoggio | Banca di appoggio',
    account_iban: 'IBAN | Numero di conto | № conto | Conto corrente | Conto',
    account_type: 'Tipo di conto | Tipo conto | Tipologia conto | Prodotto',
    account_currency: 'Valuta del conto | Divisa del conto | Valuta | Divisa',
    statement_date: 'Data estratto conto | Data dell’estratto | Data estratto | Data di emissione | Emesso il | Estratto conto al | Data',
    period_start: 'Periodo | Periodo di riferimento | Periodo dal | Dal | Da | Data inizio',
    period_end: 'Periodo | Periodo di riferimento | Periodo dal | Al | A | Data fine',
    opening_balance: 'Saldo iniziale | Saldo precedente | Saldo di apertura | Saldo apertura | Saldo all’inizio',
    closing_balance: 'Saldo finale | Nuovo saldo | Saldo attuale | Saldo di chiusura | Saldo chiusura | Saldo contabile finale',
    carried_forward: 'A riportare | Riporto | Da riportare',
    merchant: 'Negozio | Esercente | Punto vendita',
    sale_date: 'Data | Data acquisto | Data di vendita',
    sale_time: 'Ora | Orario',
    receipt_total: 'Totale complessivo | Totale euro | Totale da pagare | Importo pagato | Totale | Importo | Da pagare',
    receipt_tax: 'Di cui IVA | Totale IVA | Importo IVA | IVA',
    sender: 'Mittente',
    recipient: 'Destinatario',
    letter_date: 'Data | Addì',
    subject: 'Oggetto',
    our_reference: 'Ns. rif. | Nostro riferimento | Nostro rif. | Prot. n. | Protocollo | Rif. | Riferimento | Pratica n.',
    your_reference: 'Vs. rif. | Vostro riferimento | Vostro rif. | Vs. lettera del | Vostra lettera del',
    payment_method: 'Modalità di pagamento | Metodo di pagamento | Pagamento | Forma di pagamento | Pagato con',
    paid: 'Acconto | Già pagato | Pagato | Anticipo | Importo già versato',
    page: 'Pagina | Foglio | Pag',
  },
  synonyms: {
    trade_date: 'Data operazione | Data esecuzione | Data negoziazione | Data contratto',
    value_date: 'Data valuta | Valuta | Data regolamento',
    payment_date: 'Data pagamento | Data di pagamento',
    ex_date: 'Data stacco',
    quantity: 'Quantità | Numero quote | Numero titoli | Q.tà',
    settlement_total: 'Importo netto | Controvalore | Controvalore netto | Totale a vostro debito | Totale a vostro credito',
  },
  phrases: {
    invoice_number: 'Fattura № | Fattura | Nota di credito №',
    invoice_date: 'Fattura … del | Fattura … in data | Nota di credito … del',
    due_date: 'da pagare entro il | pagamento entro il | pagabile entro il | scade il | entro il | con scadenza il | saldare entro il',
    delivery_date: 'consegnato il | consegna del',
    order_number: 'vostro ordine № | vs. ordine № | ordine №',
    statement_date: 'Estratto conto al | Estratto conto del',
    period_start: 'Estratto conto … dal | Movimenti … dal | Periodo dal | Periodo … dal',
    period_end: 'Estratto conto … dal | Movimenti … dal | Periodo dal | Periodo … dal',
  },
  choices: {
    account_type: {
      checking: 'Conto corrente | Conto privato',
      savings: 'Conto di risparmio | Conto deposito | Libretto di risparmio | Risparmio',
      credit: 'Carta di credito | Conto di credito | Credito',
    },
    payment_method: {
      '': 'Carta di credito | Carta di debito | Carta | Contanti | Bancomat | Satispay | Bonifico | Pagamento elettronico',
    },
  },
  months: [
    'gennaio genn gen',
    'febbraio febbr feb',
    'marzo mar',
    'aprile apr',
    'maggio magg mag',
    'giugno giu',
    'luglio lug',
    'agosto ago',
    'settembre sett set',
    'ottobre ott',
    'novembre nov',
    'dicembre dic',
  ],
  weekdays: ['lunedì lun', 'martedì mar', 'mercoledì mer', 'giovedì gio', 'venerdì ven', 'sabato sab', 'domenica dom'],
  dates: { order: 'dmy', ordinals: 'º', glue: '', range: 'al a e fino-al', from: 'dal da', at: 'alle ore', hour: 'h', place: 'il lì' },
  amounts: {
    decimal: ',',
    debit: 'Dare',
    credit: 'Avere',
    currencies: {
      EUR: 'euro',
      USD: 'dollari usa | dollaro statunitense',
      CHF: 'franchi svizzeri | franco svizzero',
      GBP: 'sterlina | sterline',
    },
  },
  words: {
    number: 'n nr no num numero',
    is: 'è',
    yes: 'sì si vero',
    no: 'no falso nessuno nessuna',
    fillers: `a al alla ai da dal del della dei delle di il lo la i gli le in è sono per con su e un una importo data ammonta entro fino
      giorno`,
    tax: 'iva imposta imposte',
    remark: 'incl inclusa incluso inclusi compresa compreso con senza esclusa escluso prima dopo più',
    without: 'esclusa escluso senza',
    of: 'di su del sul',
    before: 'il la i le vostro vostra vs nostro nostra ns suo sua mio',
    elsewhere: 'secondo relativo relativa riguardante riferimento rif rettifica storno sconto contro',
    others: 'ordine consegna contratto preventivo ddt cliente bolla',
    buyers: 'vostro vostra vs suo cliente acquirente cessionario committente destinatario',
    sellers: 'nostro nostra ns venditore fornitore cedente',
    street: 'via viale piazza corso largo vicolo strada piazzale contrada località loc frazione',
    contact: 'tel telefono cell cellulare fax e-mail email mail pec web www rea iban bic c.f',
    salutation: 'signor signora sig sig.ra dott dott.ssa egr gent',
    greeting: 'gentile | gentili | egregio | egregi | egregia | spett | spettabile | caro | cara | buongiorno | stimato',
    attention: "signor signora sig egr gent | alla c.a | all'attenzione di",
    addressee: 'spett | spett.le | spettabile | ditta | a',
    title: `fattura ricevuta scontrino preventivo ordine nota estratto pagina data copia originale duplicato grazie saluti distinti gentile
      egregio benvenuto documento`,
    bank: 'banca banco cassa unicredit | cassa di risparmio | credito cooperativo',
    total: 'totale importo complessivo pagare somma',
    balance: 'saldo',
    subtotal: 'subtotale',
    rounding: 'arrotondamento',
    change: 'resto',
    tendered: 'contanti contante carta bancomat pagato ricevuto',
    count: 'qtà quantità pezzi articoli punti',
    discount: 'sconto risparmio',
    trade: 'panificio farmacia supermercato ristorante caffè bar trattoria pizzeria albergo libreria macelleria negozio mercato',
    quantity: 'quantità numero quote titoli',
    charged: 'debito addebito addebitare',
    per: 'per',
    prefixes: '',
  },
  digraphs: '',
  legalForms:
    'S.r.l. | Srl | SRL | S.R.L. | S.p.A. | SpA | SPA | S.P.A. | S.n.c. | Snc | SNC | S.a.s. | Sas | S.S. | Soc. Coop. | S.r.l.s.',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'partita-iva p-iva numero-iva codice-iva',
    currency: 'valuta divisa moneta',
    email: 'email e-mail pec',
    phone: 'telefono tel cellulare fax',
    url: 'sito-web',
    time: 'ora orario',
    reference: 'numero n nr codice riferimento rif',
    rate: 'aliquota percentuale tasso',
  },
} satisfies Locale;
