/* On the page of the API: sends the requests of its forms, with the key that was typed in, and opens what an address names. */
'use strict';

const key = document.querySelector('.docs-key input');
key.form.addEventListener('submit', (event) => event.preventDefault());

/** Opens the part of the page that the address names, which may lie in a closed one. */
function reveal() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = named?.closest('details');
  if (details) details.open = true;
  named?.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();

function requestOf(form) {
  const headers = new Headers();
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const control of form.querySelectorAll('[data-in]')) {
    const { name, value } = control;
    if (value === '') continue;
    if (control.dataset.in === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (control.dataset.in === 'query') query.append(name, value);
    if (control.dataset.in === 'header') headers.set(name, value);
  }
  if (key.value !== '') headers.set('Authorization', `Bearer ${key.value}`);
  const text = form.querySelector('textarea[data-in="body"]');
  const chosen = form.querySelector('input[data-in="files"]');
  const files = [...(chosen?.files ?? [])];
  let body = null;
  if (files.length > 0 && chosen.dataset.type === 'multipart/form-data') {
    body = new FormData();
    body.append('request', new Blob([text?.value || '{}'], { type: 'application/json' }));
    for (const file of files) body.append('files', file);
  } else if (files.length > 0) {
    body = files[0];
    headers.set('Content-Type', chosen.dataset.type);
  } else if (text && text.value !== '') {
    body = text.value;
    headers.set('Content-Type', text.dataset.type);
  }
  const method = form.dataset.method.toUpperCase();
  return [query.size === 0 ? path : `${path}?${query}`, { method, headers, body, redirect: 'error' }];
}

/** What came, as it is read best. */
async function show(answer, output) {
  const type = answer.headers.get('Content-Type') ?? '';
  if (type.startsWith('image/') || type.startsWith('application/octet-stream')) {
    const url = URL.createObjectURL(await answer.blob());
    const shown = document.createElement(type.startsWith('image/') ? 'img' : 'a');
    if (shown instanceof HTMLImageElement) Object.assign(shown, { src: url, alt: WORDS.answered });
    else Object.assign(shown, { href: url, download: 'document', textContent: WORDS.save });
    output.append(shown);
    return;
  }
  if (type.startsWith('text/event-stream')) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) output.append(piece.value);
    return;
  }
  const text = await answer.text();
  try {
    output.textContent = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    output.textContent = text;
  }
}

for (const form of document.querySelectorAll('form.try')) {
  const outcome = form.querySelector('.tried');
  const [said, output] = outcome.children;
  const stop = form.querySelector('.stop');
  let sending = null;
  stop.addEventListener('click', () => sending?.abort());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    sending?.abort();
    sending = new AbortController();
    const { signal } = sending;
    outcome.hidden = stop.hidden = false;
    said.textContent = WORDS.sent;
    output.replaceChildren();
    try {
      const [url, init] = requestOf(form);
      const answer = await fetch(url, { ...init, signal });
      const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
      said.textContent = `${answer.status} ${answer.statusText} · ${init.method} ${url}`;
      said.title = headers.join('\n');
      await show(answer, output);
    } catch (error) {
      said.textContent = signal.aborted ? WORDS.stopped : filled(WORDS.notAnswered, { why: error.message });
    }
    if (sending.signal === signal) stop.hidden = true;
  });
}
