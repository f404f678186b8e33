/* On the submit page: files by drag and drop, upload progress, and the rows that write the definition's JSON. The form works without it. */
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

/* The definition: the JSON is the truth, the rows are a way to write it. Each row holds its field, so that nothing the row does not show is lost. */
const definition = document.getElementById('definition');
const rows = document.getElementById('field-rows');
const wrong = document.getElementById('definition-wrong');
const part = (row, name) => row.querySelector(`[data-part="${name}"]`);
const fieldOfRow = new WeakMap();
const isNested = (type) => type === 'array' || type === 'object';
const listed = (text) => text.split(',').map((item) => item.trim()).filter((item) => item !== '');

const partsText = ({ type, fields, choices }) =>
  isNested(type)
    ? (fields ?? []).map((one) => (one.type === 'string' ? one.name : `${one.name}:${one.type}`)).join(', ')
    : (choices ?? []).join(', ');
/** `description, amount:decimal` */
function partsOf(text, before) {
  return listed(text).map((item, i, all) => {
    const [name, type = 'string'] = item.split(':').map((word) => word.trim());
    const known = before.find((one) => one.name === name) ?? (before.length === all.length ? before[i] : undefined);
    return { ...known, name, type };
  });
}
const choiceOf = (text, type, before) => before.find((one) => String(one) === text) ?? (['integer', 'number'].includes(type) && !Number.isNaN(Number(text)) ? Number(text) : text);

function addRow(field = { name: '', type: 'string' }) {
  const row = document.getElementById('field-row').content.firstElementChild.cloneNode(true);
  fieldOfRow.set(row, field);
  part(row, 'name').value = field.name ?? '';
  part(row, 'type').value = field.type ?? 'string';
  part(row, 'labels').value = (field.labels ?? []).join(', ');
  part(row, 'parts').value = partsText(field);
  part(row, 'required').checked = field.required === true;
  rows.append(row);
  return row;
}
/** The field as its row says; what the row says nothing of stays. */
function fieldOf(row) {
  const before = fieldOfRow.get(row);
  const [type, labels, parts] = [part(row, 'type').value, listed(part(row, 'labels').value), part(row, 'parts').value];
  const field = { ...before, name: part(row, 'name').value.trim(), type };
  const set = (name, value, isEmpty) => {
    if (!isEmpty) field[name] = value;
    else if (Object.hasOwn(before, name)) delete field[name];
  };
  set('labels', labels, labels.length === 0);
  set('required', true, !part(row, 'required').checked);
  if (parts !== partsText(before) || isNested(type) !== isNested(before.type)) {
    const list = isNested(type) ? partsOf(parts, before.fields ?? []) : listed(parts).map((text) => choiceOf(text, type, before.choices ?? []));
    set('fields', list, !isNested(type) || list.length === 0);
    set('choices', list, isNested(type) || list.length === 0);
  }
  return field;
}
function read() {
  try {
    const value = JSON.parse(definition.value);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(WORDS.noObject);
    wrong.textContent = '';
    return value;
  } catch (error) {
    wrong.textContent = filled(WORDS.noJson, { why: error.message });
    return null;
  }
}
function rowsFromJson() {
  const value = read();
  // What is being typed is never written over.
  document.getElementById('field-set').disabled = value === null;
  if (value === null) return;
  rows.replaceChildren();
  for (const field of Array.isArray(value.fields) ? value.fields : []) addRow(field);
}
function jsonFromRows() {
  const value = read();
  if (value === null) return;
  const fields = [...rows.children].map((row) => {
    const field = fieldOf(row);
    fieldOfRow.set(row, field);
    return field;
  });
  definition.value = JSON.stringify({ ...value, fields: fields.filter(({ name }) => name !== '') }, null, 2);
}
document.getElementById('builder').hidden = false;
document.getElementById('add-field').addEventListener('click', () => part(addRow(), 'name').focus());
rows.addEventListener('input', jsonFromRows);
rows.addEventListener('click', (event) => {
  const button = event.target.closest('[data-remove]');
  if (button === null) return;
  button.closest('tr').remove();
  jsonFromRows();
});
definition.addEventListener('input', rowsFromJson);
rowsFromJson();
