/** Layouts of letters: who writes to whom, when, about what, under which reference. */
import { anyDay, daysAfter } from '../../codes.ts';
import { type Company, fill, makeCompany } from '../../companies.ts';
import { A4 } from '../../drawing/sheet.ts';
import { joined, value, type Words } from '../../drawing/words.ts';
import { entries } from '../../languages/language.ts';
import type { Family, Scene } from '../../scene.ts';

interface Layout {
  readonly id: string;
  readonly sender: 'left' | 'right' | 'centre' | 'return-line';
  readonly recipient: 'left' | 'right';
  readonly references: 'row' | 'block' | 'lines';
  readonly date: 'place' | 'label' | 'alone';
  readonly subject: 'label' | 'plain';
}

const LAYOUTS: readonly Layout[] = [
  { id: 'letter-window', sender: 'return-line', recipient: 'left', references: 'block', date: 'label', subject: 'plain' },
  { id: 'letter-place', sender: 'left', recipient: 'right', references: 'lines', date: 'place', subject: 'label' },
  { id: 'letter-row', sender: 'right', recipient: 'left', references: 'row', date: 'label', subject: 'plain' },
  { id: 'letter-centre', sender: 'centre', recipient: 'left', references: 'lines', date: 'alone', subject: 'label' },
];

function draw(scene: Scene, layout: Layout): void {
  const { random, language, country, manner, sheet, truth } = scene;
  const writer = makeCompany(random, language, country);
  // One in four is written by a person, who has no legal form, and seldom a letter head.
  const isPerson = random.chance(0.25);
  const sender = isPerson ? { ...writer, name: writer.person } : writer;
  const recipient = makeCompany(random, language, country);
  const date = anyDay(random);
  const subject = random.pick(entries(language.words.subjects));
  const ours = random.chance(0.6) ? random.shape(random.pick(['@@/00-000', '00000', '0000/00 @@', 'A-000.000'])) : null;
  const yours = random.chance(0.35) ? random.shape(random.pick(['@@@', '00-0000', '@0000'])) : null;
  const says: Readonly<Record<string, string | null>> = {
    sender_name: sender.name,
    recipient_name: recipient.name,
    date,
    subject,
    our_reference: ours,
    your_reference: yours,
  };
  for (const [field, text] of Object.entries(says)) if (text !== null) truth.set(field, text);

  const left = random.int(52, 66);
  const right = left + 480;
  const leading = sheet.base.size * 1.35;
  let y = random.int(50, 70);
  const block = (x: number, lines: readonly Words[], align: 'left' | 'right' | 'center' = 'left', size = sheet.base.size): void => {
    for (const line of lines) {
      sheet.text(x, y, line, { align, size });
      y += (leading * size) / sheet.base.size;
    }
  };
  const name = value('sender_name', sender.name);
  const address = [
    sender.street,
    sender.place,
    ...(random.chance(isPerson ? 0.2 : 0.5) ? [`${manner.label('phone')} ${sender.phone}`, sender.email] : []),
  ];
  if (layout.sender === 'return-line')
    block(left, [joined([name, sender.street, sender.place], random.pick([' · ', ', ', ' - '])), ''], 'left', 7);
  else if (layout.sender === 'centre') block(left + 240, [name, joined(address, ' · ')], 'center');
  else block(layout.sender === 'left' ? left : right, [name, ...address], layout.sender === 'left' ? 'left' : 'right');
  y += leading;
  block(layout.recipient === 'left' ? left : left + 270, [
    value('recipient_name', recipient.name),
    ...(random.chance(0.3) ? [recipient.person] : []),
    recipient.street,
    recipient.place,
  ]);
  y += leading;

  const references: [Words, Words][] = [
    ...(yours === null ? [] : [[manner.label('l_yours'), value('your_reference', yours)] satisfies [Words, Words]]),
    ...(ours === null ? [] : [[manner.label('l_ours'), value('our_reference', ours)] satisfies [Words, Words]]),
    ...(random.chance(0.4) ? [[manner.label('contact'), sender.person] satisfies [Words, Words]] : []),
    ...(layout.date === 'label' ? [[manner.label('l_date'), manner.date(date, 'date')] satisfies [Words, Words]] : []),
  ];
  if (layout.references === 'row') {
    references.forEach(([label, text], n) => {
      sheet.text(left + n * 125, y, label, { size: sheet.base.size - 1.5 });
      sheet.text(left + n * 125, y + leading, text);
    });
    y += leading * 2.5;
  } else if (layout.references === 'block') {
    for (const [label, text] of references) {
      sheet.text(left + 290, y, label);
      sheet.text(left + 390, y, text);
      y += leading;
    }
  } else
    block(
      left,
      references.map(([label, text]): Words => [label, ' ', text]),
    );
  if (layout.date === 'place') {
    const [before = '', after = ''] = fill(manner.word('place_date'), { city: sender.city }).split('{date}');
    block(right, [[before, manner.date(date, 'date'), after]], 'right');
  } else if (layout.date === 'alone') block(right, [manner.date(date, 'date')], 'right');
  y += leading * 1.5;
  const about = value('subject', subject);
  sheet.text(left, y, layout.subject === 'label' ? [manner.word('l_subject').replace(/:?$/, ':'), ' ', about] : about, {
    font: 'sans-bold',
  });
  y += leading * 2;
  block(left, [fill(manner.any('salutation'), { name: recipient.person.split(' ').slice(1).join(' ') }), '']);
  for (let n = random.int(2, 4); n > 0; n--) {
    const amount = manner.number(random.int(2500, 9900));
    block(left, [fill(manner.any('body'), { date: manner.otherDate(daysAfter(date, random.int(-60, 60))), amt: amount })]);
  }
  y += leading;
  block(left, [manner.any('closing'), '', '', sender.person, random.chance(0.4) ? name : '']);
  drawFooter(scene, sender, left);
}

function drawFooter({ random, manner, sheet }: Scene, sender: Company, left: number): void {
  if (random.chance(0.4) || sender.name === sender.person) return;
  const parts: Words[] = [
    sender.name,
    sender.register,
    sender.iban === null ? '' : [manner.label('iban'), ' ', manner.iban(sender.iban)],
    sender.web,
  ];
  sheet.text(left + 240, sheet.height - 44, joined(parts, ' · '), { size: 6.5, align: 'center' });
}

export const LETTERS: readonly Family[] = LAYOUTS.map((layout) => ({
  id: layout.id,
  kind: 'letter',
  paper: A4,
  draw: (scene) => draw(scene, layout),
}));
