/** Shipped use case: who writes to whom, when and about what. */
import { defineUseCase } from './define.ts';

export const letter = defineUseCase({
  name: 'letter',
  title: 'Letter',
  description: 'Sender, recipient, date, subject and references of a letter.',
  fields: [
    { name: 'sender_name', type: 'string', required: true, description: 'The person or company that wrote the letter.', role: 'sender' },
    { name: 'recipient_name', type: 'string', required: true, description: 'The person or company it is written to.', role: 'recipient' },
    {
      name: 'date',
      type: 'date',
      required: true,
      description: 'The day the letter was written.',
      role: 'letter_date',
      place: 'head',
      alone: 'head',
    },
    { name: 'subject', type: 'string', description: 'What the letter is about.', role: 'subject' },
    { name: 'our_reference', type: 'string', description: "The sender's reference.", role: 'our_reference' },
    { name: 'your_reference', type: 'string', description: "The recipient's reference.", role: 'your_reference' },
  ],
});
