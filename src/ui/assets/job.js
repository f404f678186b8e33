/* On a job's page: its events while it is active, and fields and boxes that light each other up. */
'use strict';

const job = () => document.getElementById('job');
const pageUrl = () => `${location.pathname}${location.search}`;
const STEPS = { setup: 'Fetching the files', read: 'Reading', ocr: 'Recognising', extract: 'Extracting', ground: 'Finding the places', respond: 'Writing the answer' };

/** The job as the server shows it now takes the place of what is shown. */
async function refresh() {
  await htmx.ajax('GET', pageUrl(), { target: '#job', select: '#job', swap: 'outerMorph' });
  document.title = job().dataset.title;
}

function showProgress({ step, page, pages }) {
  const text = document.getElementById('step');
  if (text === null) return;
  text.textContent = page === null ? (STEPS[step] ?? step) : `${STEPS[step] ?? step} page ${page} of ${pages}`;
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
}
document.addEventListener('focusin', lightBelow);
// What scrolls below a mouse that rests is not pointed at.
document.addEventListener('mousemove', (event) => {
  if (event.movementX !== 0 || event.movementY !== 0) lightBelow(event);
});
document.addEventListener('click', (event) => {
  const place = event.target.closest?.('[data-show]');
  if (place) wanted = place.dataset.show;
  const box = event.target.closest?.('.box, .mark');
  if (box === null || box === undefined) return;
  event.preventDefault();
  const row = document.getElementById(`field-${box.dataset.field}`);
  light(box.dataset.field);
  row?.scrollIntoView({ block: 'nearest' });
  row?.focus({ preventScroll: true });
});
// The page of a field that was asked for has come: show where on it.
document.addEventListener('htmx:after:swap', () => {
  if (wanted === null) return;
  const box = document.querySelector(`#viewer [data-field="${CSS.escape(wanted)}"]`);
  if (box === null) return;
  light(wanted);
  box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  wanted = null;
});
