/* On the submit page: files by drag and drop, and upload progress. The form works without it. */
'use strict';

const form = document.getElementById('submit');
const drop = document.getElementById('drop');
const files = drop.querySelector('input[type="file"]');
const chosen = document.getElementById('chosen');
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const readable = files.dataset.types.split(' ');

/** Why a file will not be taken, or may not be read. */
function objection({ name, size }) {
  if (size > Number(files.dataset.max)) return `: ${WORDS.tooLarge}`;
  const [, ending] = /\.([^.]+)$/.exec(name) ?? [];
  return ending !== undefined && !readable.includes(ending.toLowerCase()) ? `: ${WORDS.notRead}` : '';
}
/** What was chosen before stays: the browser's own field knows the last choice alone. */
let all = [];
function choose(more) {
  const known = new Set(all.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`));
  all = [...all, ...[...more].filter(({ name, size, lastModified }) => !known.has(`${name} ${size} ${lastModified}`))];
  showChosen();
}
function showChosen() {
  const transfer = new DataTransfer();
  for (const file of all) transfer.items.add(file);
  files.files = transfer.files;
  chosen.replaceChildren(
    ...all.map((file, i) => {
      const item = document.createElement('li');
      const name = document.createElement('bdi');
      name.textContent = file.name;
      const why = objection(file);
      const says = document.createElement('span');
      says.textContent = `, ${size(file.size)}${why}`;
      if (why !== '') item.className = 'wrong';
      const remove = document.createElement('button');
      Object.assign(remove, { type: 'button', className: 'quiet', textContent: '×' });
      remove.setAttribute('aria-label', filled(WORDS.remove, { name: file.name }));
      remove.addEventListener('click', () => {
        all.splice(i, 1);
        showChosen();
      });
      item.append(name, says, ' ', remove);
      return item;
    }),
  );
}
files.addEventListener('change', () => choose(files.files));
// Wherever on the page they are dropped: beside the zone a browser would leave the page for the file.
for (const type of ['dragenter', 'dragover']) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const type of ['dragleave', 'drop']) document.addEventListener(type, () => drop.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  choose(event.dataTransfer.files);
});

/* The choices of last time, for a form that says nothing else. */
const REMEMBERED = ['use_case', 'ix_client_id', 'engine', 'grouping'];
if (form.hasAttribute('data-fresh')) {
  const last = JSON.parse(localStorage.getItem('ix-last-choices') ?? '{}');
  for (const name of REMEMBERED) {
    const field = form.elements[name];
    const isThere = !(field instanceof HTMLSelectElement) || [...field.options].some(({ value }) => value === last[name]);
    if (typeof last[name] === 'string' && isThere) field.value = last[name];
  }
}
const remember = () => localStorage.setItem('ix-last-choices', JSON.stringify(Object.fromEntries(REMEMBERED.map((name) => [name, form.elements[name].value]))));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const bar = document.getElementById('upload');
  const text = document.getElementById('upload-text');
  const button = form.querySelector('button.primary');
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.responseType = 'document';
  request.upload.onprogress = ({ loaded, total }) => {
    bar.hidden = false;
    bar.value = total === 0 ? 1 : loaded / total;
    text.textContent = loaded < total ? `${Math.floor((loaded / total) * 100)} %` : WORDS.stored;
  };
  const over = (words) => {
    bar.hidden = true;
    button.disabled = false;
    text.textContent = words;
  };
  request.onerror = () => over(WORDS.noAnswer);
  request.onload = () => {
    if (request.status === 200) {
      remember();
      location.assign(request.responseURL);
      return;
    }
    over('');
    const said = request.response?.getElementById('said') ?? request.response?.querySelector('main');
    document.getElementById('said').replaceChildren(...(said?.childNodes ?? [WORDS.notSubmitted]));
    document.getElementById('said').scrollIntoView({ block: 'center' });
  };
  button.disabled = true;
  request.send(new FormData(form));
});
