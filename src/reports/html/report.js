// The report, and the elements that show it. The files of this folder are joined into one module in the order of assets.S.in.
//
// Rows are kept by column: each different value of a column once, and for each row the number of its value.
const report = JSON.parse(document.getElementById('report').textContent);
const isInventory = report.scan.command === 'inventory';

const severities = ['critical', 'high', 'medium', 'low'];
const scopeLevels = ['mint', 'admin', 'write', 'read', 'none', 'unknown'];
const lifetimes = ['non_expiring', 'long', 'bounded', 'short', 'ephemeral', 'expired', 'unknown'];
const noColumn = {values: []};

function columnOf(name) {
  return report.columns[name] ?? noColumn;
}

/** The number that a row's value has in its column. */
function numberOf(column, row) {
  return column.of ? column.of[row] : 0;
}

function valueOf(name, row) {
  const column = columnOf(name);
  return column.values[numberOf(column, row)];
}

/** The row of the identity with that id, or -1. */
function rowOfId(id) {
  const column = columnOf('id');
  const number = column.values.indexOf(id);
  if (number < 0) return -1;
  return column.of ? column.of.indexOf(number) : 0;
}

/** An element; texts among its children stay texts. `on…` attributes are listeners, null and false ones are left out. */
function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

/** A word of a vocabulary as people write it. */
function spoken(word) {
  return word.replaceAll('_', ' ');
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function counted(count, one, many) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `2026-11-20 08:30 UTC` of RFC 3339. */
function time(text) {
  return text.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
}

function badge(word) {
  return make('span', {class: `badge ${word}`}, word);
}

function idLink(row, ...children) {
  return make('a', {href: `#/identity/${encodeURIComponent(valueOf('id', row))}`}, ...children);
}

/** Text from files: set apart, so that letters written from right to left move nothing beside them. */
function code(text) {
  return make('code', null, text);
}

function isOnlyStars(text) {
  return /^\**$/.test(text ?? '');
}
