/** Shipped use case: what the head and the summary of a bank statement say. */
import { defineUseCase } from './define.ts';

export const bankStatementHeader = defineUseCase({
  name: 'bank_statement_header',
  title: 'Bank statement header',
  description: 'Bank, account, period and balances of a bank statement.',
  fields: [
    { name: 'bank_name', type: 'string', required: true, description: 'The bank that keeps the account.', role: 'bank' },
    {
      name: 'account_iban',
      type: 'string',
      description: 'IBAN of the account, without blanks.',
      role: 'account_iban',
      place: 'above_bookings',
    },
    {
      name: 'account_type',
      type: 'string',
      choices: ['checking', 'credit', 'savings'],
      description: 'checking: current account; credit: card or loan account; savings.',
      role: 'account_type',
    },
    { name: 'currency', type: 'string', required: true, description: 'ISO 4217 code of the account.', role: 'account_currency' },
    {
      name: 'statement_date',
      type: 'date',
      description: 'The day the statement was made.',
      role: 'statement_date',
      place: 'head',
      alone: 'head',
    },
    {
      name: 'statement_period_start',
      type: 'date',
      description: 'First day of the statement period.',
      role: 'period_start',
      range: 'start',
      place: 'head',
    },
    {
      name: 'statement_period_end',
      type: 'date',
      description: 'Last day of the statement period.',
      role: 'period_end',
      range: 'end',
      place: 'head',
    },
    {
      name: 'opening_balance',
      type: 'decimal',
      description: 'Balance before the first booking; negative when overdrawn.',
      role: 'opening_balance',
    },
    {
      name: 'closing_balance',
      type: 'decimal',
      description: 'Balance after the last booking; negative when overdrawn.',
      role: 'closing_balance',
    },
  ],
  checks: [{ kind: 'balance', opening: 'opening_balance', closing: 'closing_balance' }],
});
