// Ties the parts together. What is filtered and sorted, and whose page is open, stands in the part of the address behind the
// `#`: it can be kept as a bookmark, and Back goes back.

const unsorted = {key: 'severity', direction: 'descending'};
const state = {chosen: new Map(), text: '', sorted: unsorted, rows: []};
const title = document.title;
const typingPause = 120;  // milliseconds
let typing = 0;
let listAddress = '#/';
let scrolledTo = 0;

function addressOf({chosen, text, sorted}) {
  const query = new URLSearchParams();
  for (const [key, words] of chosen) for (const word of words) query.append(key, word);
  if (text !== '') query.set('q', text);
  if (sorted.key !== unsorted.key || sorted.direction !== unsorted.direction) query.set('sort', `${sorted.key}.${sorted.direction}`);
  const written = query.toString();
  return written === '' ? '#/' : `#/?${written}`;
}

/** Takes filters and order from an address; what it doesn't know is left out. */
function readAddress(address) {
  const query = new URLSearchParams(address.split('?').slice(1).join('?'));
  state.chosen = new Map();
  for (const facet of facets) {
    const words = query.getAll(facet.key).filter((word) => facet.words.includes(word));
    if (words.length > 0) state.chosen.set(facet.key, new Set(words));
  }
  state.text = (query.get('q') ?? '').trim();
  const [key, direction] = (query.get('sort') ?? '').split('.');
  const isKnown = tableColumns.some((column) => column.key === key) && ['ascending', 'descending'].includes(direction);
  state.sorted = isKnown ? {key, direction} : unsorted;
}

function showList() {
  const filtered = filterRows(state.chosen, state.text);
  state.rows = sortRows(filtered.rows, state.sorted);
  showOverview(filtered, state.chosen, toggle);
  showChips(state.chosen, state.text, {toggle, findNothing: () => find(''), clear});
  showTableHead(state.sorted, sortBy);
  const searched = document.getElementById('find');
  if (searched.value.trim() !== state.text) searched.value = state.text;
  const shown = state.rows.length;
  document.getElementById('shown').textContent = shown === report.count
    ? counted(shown, isInventory ? 'identity' : 'credential', isInventory ? 'identities' : 'credentials')
    : `${shown.toLocaleString('en')} of ${report.count.toLocaleString('en')}`;
  const empty = document.getElementById('empty');
  empty.hidden = shown > 0;
  empty.textContent = report.count === 0 ? `Nothing was found in ${counted(report.coverage.files, 'file', 'files')}.` : 'Nothing passes these filters.';
  for (const id of ['tiles', 'facets', 'more-facets', 'toolbar']) document.getElementById(id).hidden = report.count === 0;
  table.hidden = shown === 0;
  showRows(state.rows);
}

function change(changed) {
  clearTimeout(typing);
  Object.assign(state, changed);
  view.current = 0;
  listAddress = addressOf(state);
  history.replaceState(null, '', listAddress);
  showList();
}

function toggle(facet, word) {
  const words = new Set(state.chosen.get(facet.key));
  if (!words.delete(word)) words.add(word);
  const chosen = new Map(state.chosen);
  if (words.size > 0) chosen.set(facet.key, words);
  else chosen.delete(facet.key);
  change({chosen});
}

function find(text) {
  change({text});
}

function clear() {
  change({chosen: new Map(), text: ''});
}

function sortBy({key, first}) {
  const other = first === 'ascending' ? 'descending' : 'ascending';
  change({sorted: {key, direction: state.sorted.key === key && state.sorted.direction === first ? other : first}});
}

function showPage(name) {
  for (const page of document.querySelectorAll('.page')) page.hidden = page.id !== name;
  for (const link of document.querySelectorAll('header nav a')) {
    if (link.dataset.page === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

function openIdentity(row) {
  const at = state.rows.indexOf(row);
  const container = document.getElementById('identity');
  showIdentity(container, row, {before: state.rows[at - 1], after: at < 0 ? undefined : state.rows[at + 1], back: listAddress});
  if (at >= 0) view.current = at;
  showPage('identity');
  document.title = `${valueOf('title', row)} · nhiscan`;
  window.scrollTo(0, 0);
  container.querySelector('h1').focus({preventScroll: true});
}

function openCoverage() {
  const container = document.getElementById('coverage');
  showCoverage(container);
  showPage('coverage');
  document.title = `Coverage · ${title}`;
  window.scrollTo(0, 0);
  container.querySelector('h1').focus({preventScroll: true});
}

function openList(isReturn) {
  document.title = title;
  showPage('list');
  if (location.hash !== listAddress || !isReturn) {
    listAddress = location.hash || '#/';
    readAddress(listAddress);
  }
  showList();
  if (!isReturn) return;
  window.scrollTo(0, scrolledTo);
  focusRow(view.current);
}

/** Shows what the address names. */
function route(isFirst) {
  const wasList = !document.getElementById('list').hidden;
  const [, page, id] = location.hash.split('/');
  const row = page === 'identity' ? rowOfId(decoded(id ?? '')) : -1;
  if (row >= 0) openIdentity(row);
  else if (page === 'coverage') openCoverage();
  else openList(!isFirst && !wasList);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function showAbout() {
  const {scan, tool} = report;
  document.getElementById('about').append(code(`nhiscan ${scan.command} ${scan.roots.join(' ')}`), ` on ${time(scan.started)}, version ${tool.version}. `,
    report.shows_secrets ? 'Secrets are shown in full.' : 'Secrets are redacted.');
  const notices = [];
  if (!scan.complete) notices.push(['The scan is incomplete: something could not be read. ', make('a', {href: '#/coverage'}, 'What was not read')]);
  if (report.left_out > 0) notices.push([`${counted(report.left_out, 'more is', 'more are')} in the JSON report: a browser can't hold them.`]);
  document.getElementById('notices').append(...notices.map((notice) => make('p', {class: 'notice'}, notice)));
}

function startTheme() {
  const button = document.getElementById('theme');
  const themes = ['system', 'light', 'dark'];
  button.addEventListener('click', () => {
    const {dataset} = document.documentElement;
    dataset.theme = themes[(themes.indexOf(dataset.theme ?? 'system') + 1) % themes.length];
    button.textContent = `Theme: ${dataset.theme}`;
  });
}

function start() {
  prepareFacets();
  readAddress(location.hash);
  state.rows = sortRows(filterRows(state.chosen, state.text).rows, state.sorted);
  showAbout();
  startTable();
  startTheme();
  document.getElementById('find').addEventListener('input', (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => find(event.target.value.trim()), typingPause);
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById('main').focus();
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest('#list a')) scrolledTo = window.scrollY;
  }, {capture: true});
  window.addEventListener('hashchange', () => route(false));
  route(true);
  performance.mark('nhiscan-ready');
}

start();
