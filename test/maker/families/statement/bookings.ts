/** The rows of a statement, over pages, with the sums that are carried from one to the next. */
import { fill } from '../../companies.ts';
import { value } from '../../drawing/words.ts';
import type { WordKey } from '../../languages/language.ts';
import type { Booking, Statement } from './content.ts';
import { balanceLabel, balanceWords, type Writer } from './writer.ts';

/** Points from the left edge of the print area, of 500 points. */
const AT = { date: 0, valued: 62, text: 128, debit: 350, credit: 425, amount: 410, balance: 500, letter: 418 };

export function drawBookings(writer: Writer, statement: Statement): void {
  const { scene, layout } = writer;
  const { manner, sheet } = scene;
  const headings = (): void => {
    writer.text(AT.date, manner.bare('h_date'));
    if (layout.valued !== 'none') writer.text(layout.valued === 'behind-date' ? AT.valued : AT.text - 66, manner.bare('h_value'));
    writer.text(layout.valued === 'none' ? AT.valued + 10 : AT.text, manner.bare('h_text'));
    if (layout.signs === 'columns') {
      writer.text(AT.debit, manner.bare('h_debit'), 'right');
      writer.text(AT.credit, manner.bare('h_credit'), 'right');
    } else writer.text(layout.running ? AT.amount : AT.balance, manner.bare('h_sum'), 'right');
    if (layout.running || layout.signs === 'columns') writer.text(AT.balance, manner.bare('h_balance'), 'right');
    sheet.rule(writer.left, writer.y + 3, writer.left + 500);
    writer.down(1.4);
  };
  headings();
  if (layout.balances === 'rows') drawBalanceRow(writer, 's_opening', 'opening_balance', statement.opening, statement);
  let page = 1;
  statement.bookings.forEach((booking, n) => {
    if (writer.y > sheet.height - 110) {
      drawBalanceRow(writer, 'carried', null, booking.balance - booking.amount, statement);
      sheet.text(writer.left + 500, sheet.height - 30, fill(manner.word('page'), { n: String(page++), b: '2' }), {
        align: 'right',
        size: 7,
      });
      sheet.nextPage();
      writer.y = 60;
      headings();
      drawBalanceRow(writer, 'carried', null, booking.balance - booking.amount, statement);
    }
    drawBooking(writer, booking, n);
  });
  if (layout.balances === 'rows') drawBalanceRow(writer, 's_closing', 'closing_balance', statement.closing, statement);
}

function drawBalanceRow(writer: Writer, key: WordKey, field: string | null, cents: number, statement: Statement): void {
  const words = balanceWords(writer, field, cents);
  writer.text(AT.text, balanceLabel(writer, key, statement));
  writer.text(AT.balance, words, 'right');
  writer.down(1.3);
}

function drawBooking(writer: Writer, booking: Booking, n: number): void {
  const { scene, layout } = writer;
  const { manner, random: chance, sheet } = scene;
  const at = (name: string): string => `bookings.${n}.${name}`;
  writer.text(AT.date, manner.dayInTable(booking.date, at('date')));
  if (layout.valued !== 'none')
    writer.text(layout.valued === 'behind-date' ? AT.valued : AT.text - 66, manner.dayInTable(booking.valued, at('value_date')));
  const x = layout.valued === 'none' ? AT.valued + 10 : AT.text;
  const room = (layout.signs === 'columns' ? AT.debit - 62 : AT.amount - 70) - x;
  const size = Math.min(sheet.base.size, (sheet.base.size * room) / sheet.widthOf(booking.text));
  writer.text(x, value(at('description'), booking.text), 'left', { size });
  const plain = manner.number(Math.abs(booking.amount));
  if (layout.signs === 'columns') writer.text(booking.amount < 0 ? AT.debit : AT.credit, value(at('amount'), plain), 'right');
  else if (layout.signs === 'letter-column') {
    writer.text(layout.running ? AT.amount : AT.balance - 18, value(at('amount'), plain), 'right');
    writer.text(AT.balance, manner.word(booking.amount < 0 ? 'debit_mark' : 'credit_mark'), 'right');
  } else writer.text(layout.running ? AT.amount : AT.balance, balanceWords(writer, at('amount'), booking.amount), 'right');
  if (layout.running) writer.text(AT.balance, balanceWords(writer, at('balance'), booking.balance), 'right');
  writer.down(1.1);
  if (chance.chance(0.25)) {
    writer.text(
      x,
      chance.shape(chance.pick(['REF 000000000', 'Mandat 00000 @@000', '00.00. 00:00 TA-Nr. 000000', 'EREF: 0000-0000'])),
      'left',
      { size: sheet.base.size - 1 },
    );
    writer.down();
  }
}
