/* On every page: times in the viewer's zone, a filter that applies itself, select-all, copy. Pages work without it. */
'use strict';

/** What the page's language has for what scripts say (src/ui/words/frame.ts), and how it is filled in. */
const WORDS = JSON.parse(document.body.dataset.words);
const filled = (text, values) => text.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minuteOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** "42 s ago", as src/ui/show.ts has it. */
function ago(then) {
  const seconds = (Date.now() - then) / 1000;
  const size = Math.abs(seconds);
  if (size < 1.5) return WORDS.justNow;
  const [value, unit] = size < 60 ? [size, 's'] : size < 3600 ? [size / 60, 'min'] : size < 86400 ? [size / 3600, 'h'] : [size / 86400, 'd'];
  const text = `${Math.floor(value)} ${unit}`;
  return filled(seconds > 0 ? WORDS.ago : WORDS.ahead, { size: text });
}

function showTimes(root) {
  for (const bar of root.querySelectorAll('g[data-at]')) {
    const [title] = bar.getElementsByTagName('title');
    title.textContent = title.textContent.replace(/^\d\d:\d\d UTC/, minuteOfDay.format(Date.parse(bar.dataset.at)));
  }
  for (const time of root.querySelectorAll('time[datetime]')) {
    const then = Date.parse(time.dateTime);
    if (Number.isNaN(then)) continue;
    time.title = exactTime.format(then);
    time.textContent = time.hasAttribute('data-clock') ? timeOfDay.format(then) : time.hasAttribute('data-minute') ? minuteOfDay.format(then) : ago(then);
  }
}

/** `datetime-local` fields hold UTC in the URL and the viewer's own time on the screen. */
const local = (iso) => {
  const date = new Date(`${iso}Z`);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
};
function localFields() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const label of document.querySelectorAll('.zone')) label.textContent = `(${zone})`;
  for (const field of document.querySelectorAll('input[type="datetime-local"]')) if (field.value !== '') field.value = local(field.value);
}

const filter = document.getElementById('filter');
if (filter !== null) {
  localFields();
  // Fills the request, and the URL that goes with it: no empty fields, times in UTC.
  filter.addEventListener('formdata', ({ formData }) => {
    for (const name of ['after', 'before']) {
      const value = formData.get(name);
      if (value) formData.set(name, new Date(value).toISOString());
    }
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
  });
  let later;
  const apply = (event) => {
    if (event.target.form !== filter) return;
    clearTimeout(later);
    const { name, value, dataset } = event.target;
    const short = name === 'q' && value !== '' && value.length < Number(dataset.min);
    if (!short) later = setTimeout(() => filter.requestSubmit(), event.type === 'input' && event.target.type === 'search' ? 300 : 0);
  };
  document.addEventListener('change', (event) => event.target.type !== 'search' && apply(event));
  filter.addEventListener('input', (event) => event.target.type === 'search' && apply(event));
}

document.addEventListener('change', ({ target }) => {
  if (!target.matches?.('[data-all]')) return;
  for (const box of target.form.querySelectorAll('input[name="job"]')) box.checked = target.checked;
});

// Enter on a ticked row is no act: a button says which one is meant.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches?.('.bulk input[type="checkbox"]')) event.preventDefault();
});

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = WORDS.copied;
  setTimeout(() => (button.textContent = WORDS.copy), 2000);
});

/* A live region that cannot be refreshed is not live: the bar says since when, and of when it is. */
const bar = document.getElementById('away');
let awaySince = null;
function away(words) {
  const [region] = document.querySelectorAll('[data-as-of]');
  if (region === undefined) return;
  awaySince ??= Date.now();
  const says = bar.dataset[words].replace('{since}', timeOfDay.format(awaySince));
  const seen = bar.dataset.seen.replace('{seen}', timeOfDay.format(Date.parse(region.dataset.asOf)));
  // What is said already is not said again to those who listen.
  if (bar.textContent !== `${says} ${seen}`) bar.textContent = `${says} ${seen}`;
  bar.hidden = false;
  document.body.classList.add('away');
}
function here() {
  awaySince = null;
  bar.hidden = true;
  document.body.classList.remove('away');
}
const isLive = ({ detail }) => detail.ctx.sourceElement?.hasAttribute?.('data-as-of');
document.addEventListener('htmx:error', (event) => isLive(event) && away('gone'));
document.addEventListener('htmx:response:error', (event) => isLive(event) && away('failing'));
document.addEventListener('htmx:after:request', (event) => isLive(event) && event.detail.ctx.response.status < 400 && here());

/* How often live pages look again, where somebody wants it to be less often than each says. Kept by this browser. */
const rate = document.getElementById('every');
rate.value = localStorage.getItem('ix-every') ?? '0';
if (rate.selectedIndex === -1) rate.value = '0';
let lookedAt = Date.now();
function showRate() {
  document.body.classList.toggle('still', rate.value === '-1');
  if (Number(rate.value) > 0) for (const words of document.querySelectorAll('.when-live')) words.textContent = filled(WORDS.live, { rate: rate.selectedOptions[0].textContent });
}
rate.addEventListener('change', () => {
  localStorage.setItem('ix-every', rate.value);
  location.reload();
});
document.addEventListener('htmx:before:request', (event) => {
  if (!isLive(event)) return;
  const least = Number(rate.value) * 1000;
  // A timer that is a moment early is not meant.
  if (least < 0 || Date.now() - lookedAt < least - 500) event.preventDefault();
  else lookedAt = Date.now();
});
document.addEventListener('htmx:after:swap', showRate);
showRate();

/* A choice that is a form of its own. */
document.addEventListener('change', ({ target }) => target.matches?.('[data-submits]') && target.form.requestSubmit());

/* Keys of a single letter, which can be switched off: speech and slips type, too. */
const PLACES = { s: '/ui', j: '/ui/jobs', t: '/ui/to-check', h: '/ui/health', c: '/ui/callbacks', u: '/ui/use-cases' };
const shortcuts = document.getElementById('shortcuts');
const shortcutsOn = document.getElementById('shortcuts-on');
shortcutsOn.checked = localStorage.getItem('ix-shortcuts') !== 'off';
shortcutsOn.addEventListener('change', () => localStorage.setItem('ix-shortcuts', shortcutsOn.checked ? 'on' : 'off'));
let goes = false;
document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !shortcutsOn.checked) return;
  if (target.matches?.('input:not([type="checkbox"], [type="radio"]), textarea, select') || target.closest?.('#review, #viewer')) return;
  const place = goes ? document.querySelector(`header nav a[href="${PLACES[key]}"]`) : null;
  goes = key === 'g';
  if (place !== null) place.click();
  else if (key === '?') shortcuts.togglePopover();
  else if (key === '/') document.querySelector('#filter input[type="search"]')?.focus();
  else return;
  event.preventDefault();
});

/* What somebody has opened or shut stays so when a region is looked for again. */
let folds = new Map();
document.addEventListener('htmx:before:swap', () => {
  folds = new Map([...document.querySelectorAll('details[id]')].map(({ id, open }) => [id, open]));
});
document.addEventListener('htmx:after:swap', () => {
  for (const fold of document.querySelectorAll('details[id]')) if (folds.has(fold.id)) fold.open = folds.get(fold.id);
});

showTimes(document);
setInterval(() => showTimes(document), 1000);
document.addEventListener('htmx:after:swap', () => showTimes(document));
