// Counts per severity and facet; each is a button that filters.

const mostListed = 5;
const openFacets = new Set();

/** Draws what is counted anew. `toggle(facet, word)` is called when a filter is chosen or dropped. */
function showOverview({counts}, chosen, toggle) {
  const severity = facetOf('severity');
  const tiles = severities.map((word) => {
    const count = countOf(severity, counts, word);
    return make('button', {type: 'button', class: `tile ${word}`, 'aria-pressed': isChosen(chosen, severity, word), id: `tile-${word}`,
      onclick: () => toggle(severity, word)},
    make('span', {class: 'tile-count'}, count.toLocaleString('en')), make('span', null, word));
  });
  keepFocus(() => {
    document.getElementById('tiles').replaceChildren(...tiles);
    const shown = facets.filter((facet) => facet !== severity);
    const cards = (more) => shown.filter((facet) => Boolean(facet.more) === more).map((facet) => facetCard(facet, counts, chosen, toggle));
    document.getElementById('facets').replaceChildren(...cards(false));
    document.getElementById('facets-more').replaceChildren(...cards(true));
  });
}

function countOf(facet, counts, word) {
  const number = facet.words.indexOf(word);
  return number < 0 ? 0 : counts[facets.indexOf(facet)][number];
}

function isChosen(chosen, facet, word) {
  return chosen.get(facet.key)?.has(word) ? 'true' : 'false';
}

/** Elements that are made anew keep the focus of those with the same id. */
function keepFocus(redraw) {
  const {id} = document.activeElement ?? {};
  redraw();
  if (id) document.getElementById(id)?.focus({preventScroll: true});
}

function facetCard(facet, counts, chosen, toggle) {
  const ofFacet = counts[facets.indexOf(facet)];
  const entries = facet.words.map((word, number) => ({word, number, count: ofFacet[number]}))
    .filter(({word, count}) => count > 0 || isChosen(chosen, facet, word) === 'true');
  entries.sort((left, right) => (facet.order
    ? rankIn(facet.order, left.word) - rankIn(facet.order, right.word)
    : right.count - left.count || byName(left.word, right.word)));
  const most = Math.max(1, ...entries.map(({count}) => count));
  const isOpen = openFacets.has(facet.key);
  const listed = isOpen ? entries.slice(0, 500) : entries.slice(0, entries.length > mostListed + 1 ? mostListed : entries.length);
  const list = make('ul', {role: 'list'}, listed.map((entry) => make('li', null, facetButton(facet, entry, most, chosen, toggle))));
  return make('section', {class: 'card facet', 'aria-labelledby': `facet-${facet.key}`},
    make('h2', {id: `facet-${facet.key}`}, facet.label), list, moreButton(facet, entries.length - listed.length, isOpen));
}

function facetButton(facet, {word, number, count}, most, chosen, toggle) {
  const bar = make('span', {class: 'bar', 'aria-hidden': 'true'});
  bar.style.setProperty('--share', count / most);
  const label = labelOf(facet, word);
  return make('button', {type: 'button', class: 'choice', id: `choice-${facet.key}-${number}`, title: label,
    'aria-pressed': isChosen(chosen, facet, word), onclick: () => toggle(facet, word)},
  bar, make('span', {class: word === '' ? 'choice-label quiet' : 'choice-label'}, label),
  make('span', {class: 'choice-count'}, count.toLocaleString('en')));
}

function moreButton(facet, hidden, isOpen) {
  if (hidden === 0 && !isOpen) return null;
  const label = isOpen ? 'Show fewer' : `Show ${hidden.toLocaleString('en')} more`;
  return make('button', {type: 'button', class: 'plain', id: `more-${facet.key}`, 'aria-expanded': String(isOpen),
    'aria-label': `${label}: ${facet.label}`, onclick: () => {
      if (!openFacets.delete(facet.key)) openFacets.add(facet.key);
      showList();
    }}, label);
}

/** The filters in use, each a button that drops it. */
function showChips(chosen, text, {toggle, findNothing, clear}) {
  const chips = [];
  for (const [key, words] of chosen) {
    const facet = facetOf(key);
    for (const word of words) chips.push(chip(`${facet.label}: ${labelOf(facet, word)}`, () => toggle(facet, word)));
  }
  if (text !== '') chips.push(chip(`Search: ${text}`, findNothing));
  if (chips.length > 0) chips.push(make('button', {type: 'button', class: 'plain', onclick: clear}, 'Clear all'));
  const had = document.getElementById('chips').contains(document.activeElement);
  document.getElementById('chips').replaceChildren(...chips);
  if (had) (document.querySelector('#chips button') ?? document.getElementById('find')).focus({preventScroll: true});
}

function chip(label, drop) {
  return make('button', {type: 'button', class: 'chip', 'aria-label': `Drop the filter ${label}`, onclick: drop},
    make('span', null, label), make('span', {'aria-hidden': 'true'}, '×'));
}
