/* On a job's page: its events while it is active, and fields and boxes that light each other up. */
'use strict';

const job = () => document.getElementById('job');
const pageUrl = () => `${location.pathname}${location.search}`;

/** The job as the server shows it now takes the place of what is shown. */
async function refresh() {
  await htmx.ajax('GET', pageUrl(), { target: '#job', select: '#job', swap: 'outerMorph' });
  document.title = job().dataset.title;
}

function showProgress({ step, page, pages }) {
  const text = document.getElementById('step');
  if (text === null) return;
  const name = WORDS.steps[step] ?? step;
  text.textContent = page === null ? name : filled(WORDS.stepPage, { step: name, page, pages });
  const bar = document.getElementById('progress');
  bar.hidden = page === null;
  if (page !== null) Object.assign(bar, { max: pages, value: page });
}

function watch() {
  const events = new EventSource(`/jobs/${job().dataset.job}/events`);
  let shown = null;
  events.onerror = () => events.readyState === EventSource.CONNECTING && away('gone');
  events.addEventListener('job', async ({ data }) => {
    const state = JSON.parse(data);
    const ended = state.status === 'done' || state.status === 'error';
    if (ended) events.close();
    // The first tells what the page already shows.
    if (shown !== null || state.status !== job().dataset.status) await refresh();
    shown = state;
  });
  events.addEventListener('progress', async ({ data }) => {
    if (document.getElementById('step') === null) await refresh();
    showProgress(JSON.parse(data));
  });
}
if (job()?.hasAttribute('data-live')) watch();

/** Elapsed time, counted from the server's clock. */
const skew = new Map();
setInterval(() => {
  for (const clock of document.querySelectorAll('.clock')) {
    const { since, now } = clock.dataset;
    if (!skew.has(now)) skew.set(now, Date.now() - Date.parse(now));
    const s = Math.max(0, Math.floor((Date.now() - skew.get(now) - Date.parse(since)) / 1000));
    const two = (n) => String(n).padStart(2, '0');
    const hours = Math.floor(s / 3600);
    clock.textContent = `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  }
}, 1000);

/** Lights up everything that belongs to a field. */
let wanted = null;
function light(field) {
  for (const element of document.querySelectorAll('[data-field]')) element.classList.toggle('lit', element.dataset.field === field);
}
const fieldOf = (event) => event.target.closest?.('[data-field]')?.dataset.field ?? null;
function lightBelow(event) {
  const field = fieldOf(event);
  if (field !== null) light(field);
  const place = event.target.closest?.('.place[data-page]') ?? event.target.closest?.('.fields [data-field]')?.querySelector('.place[data-page]');
  point(place ?? null);
}
/** A place on another page: the viewer says which, and its picture among all pages is marked. */
function point(place) {
  const says = document.getElementById('view-pointed');
  if (says === null) return;
  const { file, page } = document.getElementById('viewer').dataset;
  const there = place !== null && (place.dataset.file !== file || place.dataset.page !== page) ? place : null;
  for (const small of document.querySelectorAll('.overview .pointed')) small.classList.remove('pointed');
  says.hidden = there === null;
  if (there === null) return;
  says.textContent = `→ ${there.textContent}`;
  if (there.dataset.file === file) document.getElementById(`view-small-${there.dataset.page}`)?.classList.add('pointed');
}
document.addEventListener('focusin', lightBelow);
// What scrolls below a mouse that rests is not pointed at.
document.addEventListener('mousemove', (event) => {
  if (event.movementX !== 0 || event.movementY !== 0) lightBelow(event);
});
/** The box or mark of a field, of the one source that was asked for. */
const markOf = ({ field, source }) => {
  const all = [...document.querySelectorAll(`#viewer [data-field="${CSS.escape(field)}"]`)];
  return all.find((mark) => mark.dataset.source === source) ?? all[0] ?? null;
};
function showWanted() {
  const mark = wanted === null ? null : markOf(wanted);
  if (mark === null) return;
  light(wanted.field);
  mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  wanted = null;
}
document.addEventListener('click', (event) => {
  const place = event.target.closest?.('[data-show]');
  if (place) wanted = { field: place.dataset.show, source: place.dataset.source };
  const box = event.target.closest?.('.box, .mark');
  if (box) {
    event.preventDefault();
    const row = document.getElementById(`field-${box.dataset.field}`);
    light(box.dataset.field);
    row?.scrollIntoView({ block: 'nearest' });
    row?.focus({ preventScroll: true });
    return;
  }
  // A field whose place is on another page: that page comes.
  const field = event.target.closest?.('a, button, input, label') ? null : event.target.closest?.('.fields [data-field]');
  if (field && getSelection().isCollapsed) goTo(field);
});
function goTo(field) {
  if (markOf({ field: field.dataset.field }) !== null) return markOf({ field: field.dataset.field }).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  field.querySelector('.place')?.click();
}
document.addEventListener('keydown', ({ key, target }) => {
  if (key === 'Enter' && target.matches?.('.fields tr[data-field], .fields td[data-field]')) goTo(target);
});
// The page of a field that was asked for has come: show where on it.
document.addEventListener('htmx:after:swap', showWanted);

/* Keys of the viewer hold while the focus is in it. */
const VIEW_KEYS = { n: 'next', p: 'previous', '+': 'larger', '-': 'smaller', 0: 'fit', r: 'turn', Home: 'first', End: 'last' };
document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !target.closest?.('#viewer') || target.matches('input, pre') || !Object.hasOwn(VIEW_KEYS, key)) return;
  const link = document.getElementById(`view-${VIEW_KEYS[key]}`);
  if (link === null || link.hasAttribute('aria-disabled')) return;
  event.preventDefault();
  link.click();
});

// A link to a field shows its page, too.
if (/^#field-/.test(location.hash)) {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const [place] = row?.querySelectorAll('.place') ?? [];
  if (place) document.addEventListener('htmx:after:swap', () => place.click(), { once: true });
}
