/** Use cases that ix does not ship, as an integrator writes them: a name, a type, a few labels of the documents at hand. */
import { defineUseCase } from '../../src/pipeline/use-cases/define.ts';

export const letter = defineUseCase({
  name: 'letter',
  title: 'Letter',
  description: 'Who writes to whom, when and about what.',
  fields: [
    {
      name: 'sender_name',
      type: 'string',
      description: 'The person or company that wrote the letter.',
      labels: ['From', 'Absender', 'Expéditeur'],
    },
    {
      name: 'recipient_name',
      type: 'string',
      description: 'The person or company it is written to.',
      labels: ['To', 'An', 'Empfänger', 'Destinataire'],
    },
    {
      name: 'date',
      type: 'date',
      description: 'The day the letter was written.',
      labels: ['Date', 'Datum', 'Fecha', 'Data'],
      place: 'head',
      alone: 'head',
    },
    {
      name: 'subject',
      type: 'string',
      description: 'What the letter is about.',
      labels: ['Subject', 'Re', 'Betreff', 'Objet', 'Asunto', 'Oggetto', 'Betreft', 'Onderwerp', 'Assunto', 'Dotyczy'],
    },
    {
      name: 'our_reference',
      type: 'string',
      kind: 'reference',
      description: "The sender's reference.",
      labels: ['Our ref', 'Our reference', 'Unser Zeichen', 'Aktenzeichen', 'Nos réf.', 'N/Ref.', 'Ns. rif.', 'Ons kenmerk', 'Nasz znak'],
    },
    {
      name: 'your_reference',
      type: 'string',
      kind: 'reference',
      description: "The recipient's reference.",
      labels: ['Your ref', 'Your reference', 'Ihr Zeichen', 'Vos réf.', 'S/Ref.', 'Vs. rif.', 'Uw kenmerk', 'Państwa znak'],
    },
  ],
});

export const settlement = defineUseCase({
  name: 'settlement',
  title: 'Securities trade',
  description: 'What was bought or sold, when, and what it cost.',
  fields: [
    {
      name: 'isin',
      type: 'string',
      description: 'International number of the security.',
      labels: ['ISIN', 'ISIN-Code'],
      pattern: '[A-Z]{2}[A-Z0-9]{9}\\d',
    },
    {
      name: 'security_number',
      type: 'string',
      description: 'National number: WKN, Valor, SEDOL.',
      labels: ['WKN', 'Valor', 'SEDOL'],
      pattern: '[A-Z0-9]{6}',
    },
    {
      name: 'security',
      type: 'string',
      description: 'Name of the security.',
      labels: ['Wertpapier', 'Titel', 'Security', 'Instrument', 'Valeur', 'Titolo', 'Valor mobiliario', 'Papier wartościowy', 'Fonds'],
    },
    {
      name: 'executed_on',
      type: 'date',
      description: 'The day of the trade.',
      labels: [
        'Handelstag',
        'Schlusstag',
        'Trade date',
        "Date d'exécution",
        'Data operazione',
        'Fecha de operación',
        'Transactiedatum',
        'Data transakcji',
      ],
    },
    {
      name: 'executed_at',
      type: 'string',
      kind: 'time',
      description: 'Time of the trade, HH:MM.',
      labels: ['Handelszeit', 'Uhrzeit', 'Time', 'Heure', 'Hora', 'Ora'],
    },
    {
      name: 'settles_on',
      type: 'date',
      description: 'The day the money moves.',
      labels: ['Valuta', 'Wertstellung', 'Settlement date', 'Value date', 'Date de valeur', 'Data valuta', 'Fecha valor', 'Valutadatum'],
    },
    {
      name: 'quantity',
      type: 'decimal',
      description: 'How many shares or units.',
      labels: ['Stück', 'Nominale', 'Anzahl', 'Quantity', 'Shares', 'Quantité', 'Quantità', 'Títulos', 'Aantal', 'Liczba'],
    },
    {
      name: 'unit_price',
      type: 'decimal',
      description: 'Price of one share.',
      labels: ['Kurs', 'Ausführungskurs', 'Price', 'Cours', 'Prezzo', 'Precio', 'Koers', 'Preço'],
    },
    {
      name: 'market_value',
      type: 'decimal',
      description: 'Quantity times price, before charges.',
      labels: ['Kurswert', 'Consideration', 'Gross amount', 'Montant brut', 'Controvalore', 'Importe efectivo', 'Bruto'],
    },
    {
      name: 'settled_amount',
      type: 'decimal',
      description: 'What the client pays or gets, charges included.',
      labels: [
        'Endbetrag',
        'Ausmachender Betrag',
        'Net amount',
        'Total',
        'Montant net',
        'Importe líquido',
        'Importo netto',
        'Nettobedrag',
        'Valor líquido',
      ],
    },
    {
      name: 'currency',
      type: 'string',
      kind: 'currency',
      description: 'Currency of the amounts.',
      labels: ['Währung', 'Currency', 'Devise'],
    },
    {
      name: 'order_number',
      type: 'string',
      kind: 'reference',
      description: 'Number of the order.',
      labels: ['Ordernummer', 'Order number', 'Order', 'Ref.'],
    },
  ],
});
