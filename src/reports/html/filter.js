// Which rows are shown, in which order, and how many rows each filter would leave.

/** What rows are filtered by. `word` makes a filter's value of a column's; '' is what isn't known. */
const facets = [
  {key: 'severity', label: 'Severity', order: severities},
  {key: 'class', label: 'Class', unknown: 'unknown'},
  {key: 'owner', label: 'Owner', unknown: 'nobody known', word: (owner) => owner.name ?? '', isName: true},
  {key: 'lifetime', label: 'Lifetime', word: (lifetime) => lifetime.class, order: lifetimes},
  {key: 'exposure', label: 'Exposure'},
  {key: 'provider', label: 'Provider', unknown: 'not known', word: (provider) => provider ?? '', isName: true, more: true},
  {key: 'environment', label: 'Environment', isName: true, more: true},
  {key: 'scope', label: 'Scope', word: (scope) => scope.level, order: scopeLevels, more: true},
  {key: 'confidence', label: 'Confidence', order: ['high', 'medium', 'low'], more: true},
  {key: 'state', label: 'State', more: true},
  {key: 'policy', label: 'Policy', word: worstVerdict, order: ['fail', 'warn', 'pass', ''], unknown: 'no policy applies', more: true},
].filter((facet) => facet.key !== 'policy' || isInventory);

function worstVerdict(results) {
  return ['fail', 'warn', 'pass'].find((verdict) => results.some((result) => result.verdict === verdict)) ?? '';
}

function facetOf(key) {
  return facets.find((facet) => facet.key === key);
}

function labelOf(facet, word) {
  if (word === '') return facet.unknown ?? 'unknown';
  return facet.isName ? word : spoken(word);
}

/** Gives each facet its words, each once, and `of`: for each row the number of its word. */
function prepareFacets() {
  for (const facet of facets) {
    const column = columnOf(facet.key);
    const words = column.values.map(facet.word ?? ((value) => value));
    facet.words = [...new Set(words)];
    const numbers = new Map(facet.words.map((word, number) => [word, number]));
    const ofValue = words.map((word) => numbers.get(word));
    facet.of = new Uint32Array(report.count);
    for (let row = 0; row < report.count; ++row) facet.of[row] = ofValue[numberOf(column, row)];
  }
}

let texts = null;

/** For each row, the text that is searched. */
function searchedTexts() {
  texts ??= Array.from({length: report.count}, (_, row) => {
    const parts = ['title', 'id', 'secret', 'target', 'kind', 'provider'].map((name) => valueOf(name, row));
    parts.push(valueOf('owner', row).name);
    for (const place of valueOf('occurrences', row)) {
      const commit = place.commit ?? {};
      parts.push(place.location.path, ...(place.location.chain ?? []), place.rule, commit.author, commit.email, commit.summary, commit.id);
    }
    return parts.filter(Boolean).join('\n').toLowerCase();
  });
  return texts;
}

/** 1 for each row that holds every word of the text. */
function rowsWith(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  return Uint8Array.from(searchedTexts(), (searched) => words.every((word) => searched.includes(word)));
}

/**
 * `chosen` maps the keys of facets to sets of words. Gives the rows that pass all, in the report's order, and for each
 * facet how many rows have each of its words and pass every other facet.
 */
function filterRows(chosen, text) {
  const found = rowsWith(text);
  const passes = facets.map((facet) => {
    const words = chosen.get(facet.key);
    return words?.size ? Uint8Array.from(facet.words, (word) => words.has(word)) : null;
  });
  const counts = facets.map((facet) => new Uint32Array(facet.words.length));
  const rows = [];
  for (let row = 0; row < report.count; ++row) {
    if (found && !found[row]) continue;
    let stops = 0;
    let stoppedBy = -1;
    for (let i = 0; i < facets.length && stops < 2; ++i) {
      if (!passes[i] || passes[i][facets[i].of[row]]) continue;
      ++stops;
      stoppedBy = i;
    }
    if (stops === 1) ++counts[stoppedBy][facets[stoppedBy].of[row]];
    if (stops > 0) continue;
    rows.push(row);
    for (let i = 0; i < facets.length; ++i) ++counts[i][facets[i].of[row]];
  }
  return {rows, counts};
}

const byName = new Intl.Collator('en', {numeric: true, sensitivity: 'base'}).compare;
const byCodeUnit = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** The place of a word in its vocabulary, what isn't in it last. */
function rankIn(order, word) {
  const rank = order.indexOf(word);
  return rank < 0 ? order.length : rank;
}

function firstPlaceKey(places) {
  if (places.length === 0) return '\uffff';
  const {path, line} = places[0].location;
  return `${path}\0${String(line).padStart(10, '0')}`;
}

/** The columns of the table. Sorted by `key` of the value of `from`; `first`: the order that a first click gives. */
const tableColumns = [
  {key: 'severity', label: 'Severity', from: 'severity', sortBy: (word) => -rankIn(severities, word), first: 'descending'},
  {key: 'identity', label: 'Identity', from: 'title', sortBy: (title) => title, compare: byName, first: 'ascending'},
  {key: 'where', label: 'Where', from: 'occurrences', sortBy: firstPlaceKey, first: 'ascending'},
  {key: 'places', label: 'Places', from: 'places', sortBy: (count) => count, first: 'descending', isNumber: true},
  {key: 'owner', label: 'Owner', from: 'owner', sortBy: (owner) => owner.name ?? '\uffff', compare: byName, first: 'ascending'},
  {key: 'lifetime', label: 'Lifetime', from: 'lifetime', first: 'ascending',
    sortBy: (lifetime) => rankIn(lifetimes, lifetime.class) + (lifetime.expires ?? ''), compare: byCodeUnit},
  {key: 'scope', label: 'Scope', from: 'scope', sortBy: (scope) => -rankIn(scopeLevels, scope.level), first: 'descending'},
  {key: 'exposure', label: 'Exposure', from: 'exposure', sortBy: (word) => word, first: 'ascending'},
  {key: 'risk', label: 'Risk', from: 'risk', sortBy: (risk) => risk.score, first: 'descending', isNumber: true},
].filter((column) => column.key !== 'risk' || isInventory);

/** For each row its place in the order of a column; rows that are equal have the same. */
function ranksOf(tableColumn) {
  if (tableColumn.ranks) return tableColumn.ranks;
  const column = columnOf(tableColumn.from);
  const compare = tableColumn.compare ?? byCodeUnit;
  const keys = column.values.map(tableColumn.sortBy);
  const order = keys.map((_, number) => number).sort((left, right) => compare(keys[left], keys[right]));
  const rankOf = new Uint32Array(keys.length);
  let rank = 0;
  order.forEach((number, at) => {
    if (at > 0 && compare(keys[order[at - 1]], keys[number]) !== 0) ++rank;
    rankOf[number] = rank;
  });
  tableColumn.ranks = new Uint32Array(report.count);
  for (let row = 0; row < report.count; ++row) tableColumn.ranks[row] = rankOf[numberOf(column, row)];
  return tableColumn.ranks;
}

/** Sorts rows by a column; the report's order decides between equals. */
function sortRows(rows, {key, direction}) {
  const ranks = ranksOf(tableColumns.find((column) => column.key === key));
  const sign = direction === 'descending' ? -1 : 1;
  return rows.sort((left, right) => sign * (ranks[left] - ranks[right]) || left - right);
}
