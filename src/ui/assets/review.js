/* On the review page: keys for whoever works through many values. They hold while the focus is in the form; the page works without them. */
'use strict';

const review = document.getElementById('review');
const follow = (rel) => document.querySelector(`.review [rel="${rel}"]`)?.click();
const radios = () => [...review.querySelectorAll('input[type="radio"]')];

function choose(radio) {
  if (radio === undefined || radio === null) return;
  radio.checked = true;
  radio.focus();
}

review?.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = target.matches('input[type="text"]');
  if (key === 'Escape' && typing) choose(radios()[0]);
  if (typing) return;
  if (key === 'Enter' && target.type === 'radio') review.requestSubmit();
  else if (key === 'j') follow('next');
  else if (key === 'k') follow('prev');
  else if (key === 'n') follow('following');
  else if (key === 'a') {
    const own = review.querySelector('input[value="own"]') ?? review.querySelector('input[value="empty"]');
    choose(own);
    review.requestSubmit();
  } else if (key === ',' || key === '.') document.getElementById(key === ',' ? 'view-previous' : 'view-next')?.click();
  else if (key === 't') review.elements.typed?.focus();
  else if (/^[1-9]$/.test(key)) choose(radios()[Number(key) - 1]);
  else return;
  event.preventDefault();
});

// The candidate that has the focus is lit up on the page.
const first = review?.querySelector('[autofocus]')?.closest('[data-field]');
if (first) light(first.dataset.field);

// Who types means what is typed.
review?.addEventListener('input', ({ target }) => {
  if (target.name === 'typed') review.querySelector('input[value="typed"]').checked = true;
});

// A box on the page is a candidate: clicking it chooses it.
document.addEventListener('click', (event) => {
  const box = event.target.closest?.('.box, .mark');
  if (box) choose(document.querySelector(`#review input[value="${CSS.escape(box.dataset.field)}"]`));
});
