// What was read, and what wasn't.

const mostSkippedShown = 200;

function showCoverage(container) {
  const {coverage, suppressed, scan, tool} = report;
  const failed = coverage.skipped.filter((one) => one.failed);
  container.replaceChildren(
    make('div', {class: 'title'}, make('h1', {tabindex: -1}, 'Coverage'),
      make('p', {class: 'quiet'}, scan.complete ? 'All that should have been read was read.' : 'Something that should have been read was not.')),
    make('div', {class: 'cards'},
      card('Read', terms(['Files', number(coverage.files)], ['Blobs', number(coverage.blobs)], ['Commits', number(coverage.commits)],
        ['Bytes listed', number(coverage.bytes_listed)], ['Bytes scanned', number(coverage.bytes_scanned)],
        ['Bytes skipped', number(coverage.bytes_skipped)], ['Bytes unpacked', number(coverage.bytes_expanded)])),
      card('Left out', terms(['By a comment', number(suppressed.inline)], ['By the baseline', number(suppressed.baseline)],
        ['By an allowlist', number(suppressed.allowlist)], ['Placeholders', number(suppressed.placeholder)])),
      card('Run', terms(['Command', code(`nhiscan ${scan.command}`)], ['Roots', list(scan.roots.map(code))], ['Started', time(scan.started)],
        ['Finished', time(scan.finished)], ['Version', tool.version], ['Rules', tool.rules.count && number(tool.rules.count)]))),
    failed.length === 0 ? '' : card('Not read', skippedTable(failed, failed.length)),
    ...skippedByReason(coverage));
}

function number(value) {
  return value.toLocaleString('en');
}

function skippedByReason({skipped, skipped_left_out: leftOut}) {
  const byReason = new Map();
  for (const one of skipped.filter(({failed}) => !failed)) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  if (byReason.size === 0) return [];
  const groups = [...byReason].sort(([, left], [, right]) => right.length - left.length).map(([reason, ones]) =>
    make('details', null, make('summary', null, bdi(reason), ` (${number(ones.length)})`), skippedTable(ones, mostSkippedShown)));
  const more = leftOut === 0 ? '' : make('p', {class: 'quiet'}, `${number(leftOut)} more are in the JSON report.`);
  return [card('Skipped on purpose', groups, more)];
}

function skippedTable(ones, most) {
  const head = ['Path', 'Reason', 'Bytes'].map((name) => make('th', {scope: 'col'}, name));
  const rows = ones.slice(0, most).map(({path, reason, bytes}) =>
    make('tr', null, make('td', null, code(path ?? '')), make('td', null, bdi(reason)), make('td', null, number(bytes))));
  return [make('div', {class: 'scroller', role: 'region', 'aria-label': 'Paths', tabindex: 0},
    make('table', {class: 'places', 'aria-label': 'Paths'}, make('thead', null, make('tr', null, head)), make('tbody', null, rows))),
  ones.length > most ? make('p', {class: 'quiet'}, `and ${number(ones.length - most)} more`) : null];
}
