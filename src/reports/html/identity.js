// One identity's page: everything that the report says of it.

function showIdentity(container, row, {before, after, back}) {
  const value = (name) => valueOf(name, row);
  const step = (label, to) => (to === undefined ? make('span', {class: 'quiet', 'aria-disabled': 'true'}, label) : idLink(to, label));
  container.replaceChildren(
    make('nav', {class: 'trail', 'aria-label': 'Between identities'},
      make('a', {href: back}, '← All'), make('span', {class: 'steps'}, step('Previous', before), step('Next', after))),
    make('div', {class: 'title'},
      make('h1', {tabindex: -1}, badge(value('severity')), ' ', make('bdi', null, value('title'))),
      make('p', {class: 'quiet'}, isOnlyStars(value('secret')) ? '' : [code(value('secret')), ' '], summaryOf(row))),
    make('div', {class: 'cards'},
      factsCard(row), ownerCard(value('owner')), stepsCard(row), riskCard(row), decodedCard(value('decoded')), usesCard(row)),
    placesCard(value('occurrences'), value('places')));
}

function summaryOf(row) {
  const words = [spoken(valueOf('class', row)), valueOf('leaked', row) ? 'leaked' : '', valueOf('declared', row) ? 'declared' : '',
    valueOf('public', row) ? 'meant for clients' : '', spoken(valueOf('state', row))];
  return [...new Set(words)].filter(Boolean).join(' · ');
}

function card(heading, ...content) {
  return make('section', {class: 'card'}, make('h2', null, heading), ...content);
}

/** A list of terms; those without a description are left out. */
function terms(...entries) {
  const rows = entries.filter(([, value]) => value !== null && value !== undefined && value !== '' && value.length !== 0)
    .map(([name, value]) => make('div', null, make('dt', null, name), make('dd', null, value)));
  return rows.length === 0 ? null : make('dl', {class: 'terms'}, rows);
}

function list(items, tag = 'ul') {
  return items.length === 0 ? null : make(tag, null, items.map((item) => make('li', null, item)));
}

function bdi(text) {
  return text ? make('bdi', null, text) : null;
}

function factsCard(row) {
  const value = (name) => valueOf(name, row);
  const {lifetime, scope} = {lifetime: value('lifetime'), scope: value('scope')};
  const because = (basis) => (basis && basis !== 'unknown' ? make('span', {class: 'quiet'}, ' by ', bdi(basis)) : null);
  return card('What it is', terms(
    ['Kind', spoken(value('kind'))],
    ['Provider', bdi(value('provider'))],
    ['Target', bdi(value('target'))],
    ['Environment', bdi(value('environment'))],
    ['Confidence', value('confidence')],
    ['Validity', spoken(value('validity'))],
    ['Storage', value('storage')],
    ['Exposure', spoken(value('exposure'))],
    ['Lifetime', [lifetime.phrase, because(lifetime.basis)]],
    ['Issued', lifetime.issued && time(lifetime.issued)],
    ['Expires', lifetime.expires && time(lifetime.expires)],
    ['Scope', [scope.level, because(scope.basis)]],
    ['Grants', list(scope.grants.map(bdi))],
    ['First seen', value('first_seen') && time(value('first_seen'))],
    ['Last seen', value('last_seen') && time(value('last_seen'))],
    ['Removed', value('removed_at') && time(value('removed_at'))],
    ['Id', code(value('id'))],
    ['Parts', value('parts').length > 1 ? list(value('parts').map(code)) : null]));
}

function ownerCard(owner) {
  const who = owner.name ? [make('strong', null, bdi(owner.name)), ` ${owner.kind}`] : 'Nobody is known to own it.';
  return card('Who owns it', make('p', null, who),
    terms(['Verdict', spoken(owner.verdict)], ['Confidence', owner.name ? owner.confidence.toFixed(2) : null],
      ['Others', list(owner.alternates.map(bdi))]),
    owner.evidence.length === 0 ? null : make('h3', null, 'Evidence'),
    list(owner.evidence.map(({source, detail}) => [code(source), ' ', bdi(detail)])));
}

function riskCard(row) {
  const {score, factors} = valueOf('risk', row);
  const policy = valueOf('policy', row);
  const warnings = valueOf('warnings', row);
  const controls = valueOf('controls', row);
  if (!isInventory && warnings.length === 0) return null;
  return card('Risk and policy',
    isInventory ? make('p', null, make('strong', null, `Risk ${Math.round(score)}`), ' of 100') : null,
    list(warnings.map((warning) => ['⚠ ', bdi(warning)])),
    list(factors.map(({name, weight, why}) => [`${weight > 0 ? '+' : ''}${weight} `, make('strong', null, spoken(name)), ' ', bdi(why)])),
    policy.length === 0 ? null : make('h3', null, 'Policies'),
    list(policy.map(({policy: name, verdict, message}) =>
      [make('span', {class: `badge ${verdict}`}, verdict), ' ', make('strong', null, name), ' ', bdi(message)])),
    terms(['Controls', controls.join(', ')]));
}

function stepsCard(row) {
  const steps = valueOf('offboarding', row);
  return steps.length === 0 ? null : card('How to retire it', list(steps.map(bdi), 'ol'));
}

function decodedCard(decoded) {
  const text = (fact) => (typeof fact === 'boolean' ? (fact ? 'yes' : 'no') : bdi(String(fact)));
  const entries = Object.entries(decoded).map(([name, fact]) => [bdi(spoken(name)), Array.isArray(fact) ? list(fact.map(text)) : text(fact)]);
  return entries.length === 0 ? null : card('What it says of itself', terms(...entries));
}

function usesCard(row) {
  const {repos, environments, agents} = valueOf('reuse', row);
  const consumers = valueOf('consumers', row);
  const byAgents = valueOf('agents', row);
  if (!isInventory || (consumers.length === 0 && byAgents.length === 0 && repos < 2 && environments < 2)) return null;
  return card('Where it is used', terms(['Consumers', list(consumers.map(bdi))], ['Agents', list(byAgents.map(bdi))],
    ['Reuse', [counted(repos, 'repository', 'repositories'), counted(environments, 'environment', 'environments'),
      agents > 0 ? counted(agents, 'agent', 'agents') : ''].filter(Boolean).join(', ')]));
}

function placesCard(places, count) {
  const head = ['Place', 'Rule', 'Context', 'Commit', 'In the tree'].map((name) => make('th', {scope: 'col'}, name));
  const left = count - places.length;
  return card(counted(count, 'place', 'places'),
    make('div', {class: 'scroller', role: 'region', 'aria-label': 'Places', tabindex: 0},
      make('table', {class: 'places', 'aria-label': 'Places'}, make('thead', null, make('tr', null, head)), make('tbody', null, places.map(placeRow)))),
    left === 0 ? null : make('p', {class: 'quiet'}, `${counted(left, 'more place is', 'more places are')} in the JSON report.`));
}

function placeRow({location, rule, context, environment, tracked, commit, at_head: atHead, history}) {
  const chain = (location.chain ?? []).map((link) => [make('span', {class: 'quiet'}, ' > '), code(link)]);
  const inside = [location.cell === undefined ? '' : `cell ${location.cell}, line ${location.cell_line ?? '?'}`, location.key_path ?? '']
    .filter(Boolean).join(' · ');
  return make('tr', null,
    make('td', null, code(`${location.path}:${location.line}:${location.column}`), chain, inside === '' ? null : make('div', {class: 'quiet'}, bdi(inside))),
    make('td', null, code(rule)),
    make('td', null, [spoken(context), environment === 'unknown' ? '' : environment].filter(Boolean).join(', ')),
    make('td', null, commit ? commitContent(commit) : make('span', {class: 'quiet'}, 'not known')),
    make('td', null, historyText(atHead, tracked, history)));
}

function commitContent({id, author, email, date, summary}) {
  const who = [author, email ? `<${email}>` : ''].filter(Boolean).join(' ');
  return [make('div', null, code(id.slice(0, 10)), ` ${date.slice(0, 10)} `, bdi(who)), summary ? make('div', {class: 'quiet'}, bdi(summary)) : null];
}

function historyText(atHead, tracked, history) {
  const words = [atHead ? 'yes' : 'only in history'];
  if (tracked === false) words.push('ignored by git');
  if (history && !atHead) words.push(history.reach);
  if (history?.removed_at) words.push(`removed ${history.removed_at.slice(0, 10)}`);
  if (history?.refs) words.push(`in ${history.refs.join(', ')}`);
  return bdi(words.join(', '));
}
