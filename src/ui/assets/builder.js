/* The rows that write a definition's JSON, on the submit page and where use cases are edited. The form works without it. */
'use strict';

{
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
}
