// The table: only the rows in view are elements, whatever their number. A row above and one below stand for the others, so
// that the page has its full height. All rows have the same height.

const beyondView = 12;
const mostPrinted = 1000;

const view = {
  rows: [],
  first: 0,
  last: 0,
  current: 0,  // among `rows`: the one that has the focus, or had it last
  rowHeight: 52,
  isPrinting: false,
};
const table = document.getElementById('table');
const tableBody = table.tBodies[0];
const above = make('tr', {class: 'space', 'aria-hidden': 'true'}, make('td', {colspan: tableColumns.length}));
const below = above.cloneNode(true);

function showTableHead(sorted, sortBy) {
  const cells = tableColumns.map((column) => {
    const isSorted = sorted.key === column.key;
    const mark = isSorted ? (sorted.direction === 'ascending' ? '▲' : '▼') : '↕';
    return make('th', {scope: 'col', class: `column-${column.key}`, 'aria-sort': isSorted ? sorted.direction : 'none'},
      make('button', {type: 'button', id: `sort-${column.key}`, onclick: () => sortBy(column)},
        make('span', null, column.label), make('span', {class: 'mark', 'aria-hidden': 'true'}, mark)));
  });
  keepFocus(() => table.tHead.replaceChildren(make('tr', {'aria-rowindex': 1}, cells)));
}

function showRows(rows) {
  view.rows = rows;
  view.current = Math.min(view.current, Math.max(0, rows.length - 1));
  table.setAttribute('aria-rowcount', rows.length + 1);
  tableBody.replaceChildren(above, below);
  draw(true);
  const first = tableBody.querySelector('tr[aria-rowindex]');
  if (first) view.rowHeight = first.getBoundingClientRect().height || view.rowHeight;
  draw(true);
}

/** Brings the elements in line with what is in view. */
function draw(isStale) {
  const count = view.rows.length;
  const height = view.rowHeight;
  const top = -tableBody.getBoundingClientRect().top;
  const within = (number) => Math.min(Math.max(number, 0), count);
  const first = view.isPrinting ? 0 : within(Math.floor(top / height) - beyondView);
  const inView = Math.ceil((top + window.innerHeight) / height) + beyondView;
  const last = within(view.isPrinting ? mostPrinted : Math.max(inView, first + 2 * beyondView));
  if (!isStale && first === view.first && last === view.last) return;
  const kept = new Map(isStale ? [] : [...tableBody.rows].map((row) => [Number(row.dataset.at), row]));
  const rows = [];
  for (let at = first; at < last; ++at) rows.push(kept.get(at) ?? tableRow(at));
  Object.assign(view, {first, last});
  above.firstChild.style.height = `${first * height}px`;
  below.firstChild.style.height = view.isPrinting ? '0' : `${(count - last) * height}px`;
  above.hidden = first === 0;
  below.hidden = last === count;
  const hadFocus = tableBody.contains(document.activeElement);
  replaceRows(rows);
  if (hadFocus && !tableBody.contains(document.activeElement)) table.focus({preventScroll: true});
}

/** Puts the rows between `above` and `below`; those that are there already stay in place, and keep their focus. */
function replaceRows(rows) {
  const wanted = new Set(rows);
  for (const row of [...tableBody.rows]) if (row !== above && row !== below && !wanted.has(row)) row.remove();
  let next = above.nextSibling;
  for (const row of rows) {
    if (row === next) next = next.nextSibling;
    else tableBody.insertBefore(row, next);
  }
}

function tableRow(at) {
  const row = view.rows[at];
  const cells = tableColumns.map((column) => make('td', {class: `column-${column.key}`}, cellContent(column.key, row)));
  return make('tr', {'aria-rowindex': at + 2, 'data-at': at}, cells);
}

function lines(first, ...second) {
  return [make('div', {class: 'line'}, first), make('div', {class: 'line quiet'}, ...second)];
}

function cellContent(key, row) {
  const value = (name) => valueOf(name, row);
  switch (key) {
    case 'severity':
      return badge(value('severity'));
    case 'identity':
      return lines(idLink(row, value('title')), isOnlyStars(value('secret')) ? '' : code(value('secret')), spoken(value('kind')));
    case 'where':
      return whereContent(value('occurrences'));
    case 'places':
      return value('places').toLocaleString('en');
    case 'owner':
      return ownerContent(value('owner'));
    case 'lifetime':
      return lines(value('lifetime').class === 'unknown' ? 'unknown' : value('lifetime').phrase, value('environment') === 'unknown' ? '' : value('environment'));
    case 'scope':
      return value('scope').level;
    case 'exposure':
      return spoken(value('exposure'));
    default:
      return Math.round(value('risk').score).toLocaleString('en');
  }
}

function whereContent(places) {
  if (places.length === 0) return '';
  const {path, line, column, chain} = places[0].location;
  const slash = path.lastIndexOf('/') + 1;
  const file = make('div', {class: 'line', title: `${path}:${line}:${column}`}, code(`${path.slice(slash)}:${line}`));
  const rest = [path.slice(0, slash), ...(chain ?? []).map((link) => `> ${link}`)].filter(Boolean).join(' ');
  return [file, make('div', {class: 'line quiet from-end', title: rest}, rest === '' ? '' : code(rest))];
}

function ownerContent({name, kind, verdict}) {
  if (!name) return make('span', {class: 'quiet'}, 'nobody known');
  return lines(make('bdi', {title: name}, name), kind === 'unknown' ? '' : `${kind}, `, spoken(verdict));
}

/** Moves the focus to a row, and the row into view. */
function focusRow(at) {
  if (view.rows.length === 0) return;
  view.current = Math.min(Math.max(at, 0), view.rows.length - 1);
  const top = tableBody.getBoundingClientRect().top + view.current * view.rowHeight;
  const covered = table.querySelector('th').getBoundingClientRect().bottom;  // the head stays in view
  if (top < covered) window.scrollBy(0, top - covered);
  else if (top + view.rowHeight > window.innerHeight) window.scrollBy(0, top + view.rowHeight - window.innerHeight);
  draw(false);
  tableBody.querySelector(`tr[data-at="${view.current}"] a`)?.focus({preventScroll: true});
}

function moveByKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || table.tHead.contains(event.target)) return;
  const page = Math.max(1, Math.floor(window.innerHeight / view.rowHeight) - 4);
  const moves = {ArrowDown: view.current + 1, ArrowUp: view.current - 1, PageDown: view.current + page,
    PageUp: view.current - page, Home: 0, End: view.rows.length - 1};
  if (!(event.key in moves)) return;
  event.preventDefault();
  focusRow(moves[event.key]);
}

function print(isPrinting) {
  view.isPrinting = isPrinting;
  document.getElementById('print-note').hidden = view.rows.length <= mostPrinted;
  draw(true);
}

function startTable() {
  tableBody.replaceChildren(above, below);
  table.after(make('p', {id: 'print-note', class: 'print-only', hidden: true},
    `The first ${mostPrinted.toLocaleString('en')} rows are printed; filters choose which.`));
  table.addEventListener('keydown', moveByKey);
  tableBody.addEventListener('focusin', (event) => {
    view.current = Number(event.target.closest('tr').dataset.at);
  });
  tableBody.addEventListener('click', (event) => {
    const at = event.target.closest('tr')?.dataset.at;
    if (at === undefined || event.target.closest('a') || String(window.getSelection()) !== '') return;
    view.current = Number(at);
    tableBody.querySelector(`tr[data-at="${at}"] a`).click();
  });
  const redraw = () => draw(false);
  window.addEventListener('scroll', redraw, {passive: true});
  window.addEventListener('resize', () => showRows(view.rows));
  window.addEventListener('beforeprint', () => print(true));
  window.addEventListener('afterprint', () => print(false));
  new ResizeObserver(([entry]) => {
    document.documentElement.style.setProperty('--toolbar-height', `${entry.target.offsetHeight}px`);
  }).observe(document.getElementById('toolbar'));
}
