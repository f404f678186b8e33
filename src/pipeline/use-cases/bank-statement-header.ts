/** Shipped use case: what the head and the summary of a bank statement say. Labels stand in order of preference. */
import { defineUseCase, list } from './define.ts';

export const bankStatementHeader = defineUseCase({
  name: 'bank_statement_header',
  title: 'Bank statement header',
  description: 'Bank, account, period and balances of a bank statement.',
  fields: [
    {
      name: 'bank_name',
      type: 'string',
      required: true,
      description: 'The bank that keeps the account.',
      labels: list('Bank | Bankname | Name der Bank | Kreditinstitut | Bank name | Name of bank | Financial institution'),
    },
    {
      name: 'account_iban',
      type: 'string',
      description: 'IBAN of the account, without blanks.',
      labels: list(`
        IBAN | IBAN-Nr. | IBAN number | Konto (IBAN) | Kontonummer (IBAN) | Kontonummer/IBAN | Account IBAN | Konto
      `),
    },
    {
      name: 'account_type',
      type: 'string',
      choices: ['checking', 'credit', 'savings'],
      description: 'checking: current account; credit: card or loan account; savings.',
      labels: list(`
        Kontoart | Kontotyp | Kontomodell | Kontobezeichnung | Account type | Type of account | Produkt | Product
      `),
    },
    {
      name: 'currency',
      type: 'string',
      required: true,
      description: 'ISO 4217 code of the account.',
      labels: list('Kontowährung | Währung | Account currency | Currency'),
    },
    {
      name: 'statement_date',
      type: 'date',
      description: 'The day the statement was made.',
      labels: list(`
        Auszugsdatum | Statement date | Date of statement | Erstellungsdatum | Erstellt am | Kontoauszug vom | Auszug vom
        Issue date | Date issued | Issued on | Datum des Auszugs | Datum | Date
      `),
    },
    {
      name: 'statement_period_start',
      type: 'date',
      description: 'First day of the statement period.',
      labels: list(`
        Auszugszeitraum | Abrechnungszeitraum | Buchungszeitraum | Berichtszeitraum | Zeitraum | Statement period
        Statement from | Period covered | Billing period | Period start | Period from | Period
        Kontoauszug für den Zeitraum | Umsätze vom | From | Von
      `),
    },
    {
      name: 'statement_period_end',
      type: 'date',
      description: 'Last day of the statement period.',
      labels: list(`
        Auszugszeitraum | Abrechnungszeitraum | Buchungszeitraum | Berichtszeitraum | Zeitraum | Statement period
        Statement from | Period covered | Billing period | Period end | Period to | Period | Kontoauszug für den Zeitraum
        Umsätze vom | To | Bis
      `),
    },
    {
      name: 'opening_balance',
      type: 'decimal',
      description: 'Balance before the first booking; negative when overdrawn.',
      labels: list(`
        Alter Kontostand | Anfangssaldo | Anfangsbestand | Alter Saldo | Kontostand alt | Saldo alt | Saldovortrag
        Vorheriger Kontostand | Letzter Kontostand | Kontostand zu Beginn | Opening balance | Beginning balance
        Starting balance | Previous balance | Old balance | Balance brought forward | Brought forward | Start balance
      `),
    },
    {
      name: 'closing_balance',
      type: 'decimal',
      description: 'Balance after the last booking; negative when overdrawn.',
      labels: list(`
        Neuer Kontostand | Endsaldo | Endbestand | Neuer Saldo | Kontostand neu | Saldo neu | Schlusssaldo | Abschlusssaldo
        Aktueller Kontostand | Kontostand am Ende | Closing balance | Ending balance | End balance | New balance
        Current balance | Balance carried forward | Carried forward | Final balance
      `),
    },
  ],
});
