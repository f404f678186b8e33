/* On the submit page: files by drag and drop, upload progress, and the rows that write the definition's JSON. The form works without it. */
'use strict';

const form = document.getElementById('submit');
const drop = document.getElementById('drop');
const files = drop.querySelector('input[type="file"]');
const chosen = document.getElementById('chosen');
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function showChosen() {
  chosen.replaceChildren(
    ...[...files.files].map((file) => {
      const item = document.createElement('li');
      item.textContent = `${file.name}, ${size(file.size)}${file.size > Number(files.dataset.max) ? ': too large' : ''}`;
      return item;
    }),
  );
}
files.addEventListener('change', showChosen);
for (const type of ['dragenter', 'dragover']) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
for (const type of ['dragleave', 'drop']) drop.addEventListener(type, () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  files.files = event.dataTransfer.files;
  showChosen();
});

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
    text.textContent = loaded < total ? `${Math.floor((loaded / total) * 100)} %` : 'Stored in a moment…';
  };
  const over = (words) => {
    bar.hidden = true;
    button.disabled = false;
    text.textContent = words;
  };
  request.onerror = () => over('ix did not answer; nothing was submitted. Try again.');
  request.onload = () => {
    if (request.status === 200) {
      location.assign(request.responseURL);
      return;
    }
    over('');
    const said = request.response?.getElementById('said') ?? request.response?.querySelector('main');
    document.getElementById('said').replaceChildren(...(said?.childNodes ?? ['Not submitted.']));
    document.getElementById('said').scrollIntoView({ block: 'center' });
  };
  button.disabled = true;
  request.send(new FormData(form));
});

/* The definition: the JSON is the truth, the rows are a way to write it. */
const definition = document.getElementById('definition');
const rows = document.getElementById('field-rows');
const wrong = document.getElementById('definition-wrong');
const part = (row, name) => row.querySelector(`[data-part="${name}"]`);

function addRow({ name = '', type = 'string', labels = [] } = {}) {
  const row = document.getElementById('field-row').content.firstElementChild.cloneNode(true);
  part(row, 'name').value = name;
  part(row, 'type').value = type;
  part(row, 'labels').value = labels.join(', ');
  rows.append(row);
  return row;
}
function read() {
  try {
    const value = JSON.parse(definition.value);
    wrong.textContent = '';
    return value !== null && typeof value === 'object' ? value : {};
  } catch (error) {
    wrong.textContent = `This is no JSON yet: ${error.message}`;
    return null;
  }
}
function rowsFromJson() {
  const value = read();
  if (value === null) return;
  const fields = Array.isArray(value.fields) ? value.fields : [];
  // Parts of objects and lists are written in the JSON alone.
  rows.replaceChildren();
  for (const field of fields) if (field.type !== 'object' && field.type !== 'array') addRow(field);
}
function jsonFromRows() {
  const value = read() ?? { name: 'my_document' };
  const before = new Map((value.fields ?? []).map((field) => [field.name, field]));
  const kept = (value.fields ?? []).filter((field) => field.type === 'object' || field.type === 'array');
  const written = [...rows.children]
    .map((row) => ({
      name: part(row, 'name').value.trim(),
      type: part(row, 'type').value,
      labels: part(row, 'labels').value.split(',').map((label) => label.trim()).filter((label) => label !== ''),
    }))
    .filter((field) => field.name !== '')
    .map((field) => ({ ...before.get(field.name), ...field }));
  definition.value = JSON.stringify({ ...value, fields: [...written, ...kept] }, null, 2);
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
