#!/usr/bin/env python3
"""Opens the page that `--format html` writes in a browser, and uses it: with the mouse, with keys, and as a screen reader sees it.

usage: page_test.py SAMPLE_REPORT [SCREENSHOTS]        SCREENSHOTS: a folder for pictures of it, to look at

SAMPLE_REPORT is the test program that writes the samples.
"""

import base64
import pathlib
import re
import subprocess
import sys
import tempfile

from browser import Browser

SAMPLES = ("empty", "dir", "inventory", "hostile", "hostile_dir", "many")
MANY = 50000
FIRST_PAINT = 2.0  # seconds, of the page with MANY findings; of its own work, since the machine may be busy

# The colours that a text has and stands on, as far up as one is given; the parts of the contrast by WCAG 2.2, 1.4.3.
CONTRAST = """
(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data; };
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => { for (let at = element; at; at = at.parentElement) { const back = rgba(getComputedStyle(at).backgroundColor);
    if (back[3] === 255) return back; } return [255, 255, 255, 255]; };
  const bad = [];
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!hasText || element.closest('[aria-hidden]') || !element.checkVisibility() || element.closest('script, style, noscript')) continue;
    const [one, other] = [rgba(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) bad.push(`${element.tagName} ${element.className} ${ratio.toFixed(2)}: ${element.textContent.slice(0, 40)}`);
  }
  return bad;
})()
"""

ROWS = "[...document.querySelectorAll('#table tbody tr[data-at]')]"
problems = []


def expect(found, wanted, what):
    if found != wanted:
        problems.append(f"{what}: {found!r}, not {wanted!r}")


def click(browser, selector):
    browser.run(f"document.querySelector({selector!r}).click()")


def column(browser, name):
    return browser.run(f"{ROWS}.map((row) => row.querySelector('.column-{name}').innerText)")


def shown(browser):
    return browser.run("document.getElementById('shown').textContent")


def open_page(browser, address):
    browser.open(address)
    browser.wait("performance.getEntriesByName('nhiscan-ready').length")
    expect([url for url in browser.requests() if not url.startswith("data:")], [address.split("#")[0]], "requests")
    expect(browser.complaints(), [], "what the console says")


def check_names(browser, what):
    """Everything that can be used has a name for a screen reader."""
    for node in browser.call("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        if role in ("button", "link", "searchbox", "table", "region", "navigation") and not node.get("ignored") \
                and not node.get("name", {}).get("value"):
            problems.append(f"{what}: a {role} without a name")


def check_looks(browser, name, folder):
    for theme in ("light", "dark"):
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        expect(browser.run(CONTRAST), [], f"{name}, {theme}: contrast")
        if folder:
            picture = browser.call("Page.captureScreenshot")["data"]
            (pathlib.Path(folder) / f"{name}-{theme}.png").write_bytes(base64.b64decode(picture))
    check_names(browser, name)
    width = browser.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    expect(width, 0, f"{name}: columns beyond the edge")


def check_every_page(browser, address, name, folder):
    open_page(browser, address)
    browser.run("document.getElementById('more-facets').open = true")
    check_looks(browser, f"{name}-list", folder)
    links = browser.run("[...document.querySelectorAll('#table tbody a')].slice(0, 4).map((link) => link.hash)")
    for number, link in enumerate([*links, "#/coverage"]):
        browser.run(f"location.hash = {link!r}")
        browser.wait("document.getElementById('list').hidden")
        expect(browser.run("document.activeElement.tagName"), "H1", f"{name}, {link}: the focus")
        check_looks(browser, f"{name}-{number}", folder)
    expect(browser.complaints(), [], f"{name}: what the console says")


def check_overview(browser, address):
    open_page(browser, address)
    expect(browser.run("document.querySelector('h1').textContent"), "3 identities: 1 critical, 1 high, 1 low", "the headline")
    facet = "[...document.querySelectorAll('#facet-{0} ~ ul li')].map((item) => item.innerText.split(/\\s*\\n\\s*/))"
    for key, counts in (("class", [["api key", "1"], ["certificate", "1"], ["service account", "1"]]),
                        ("owner", [["@acme/platform", "1"], ["Ada Example", "1"], ["nobody known", "1"]]),
                        ("lifetime", [["non expiring", "1"], ["bounded", "1"], ["unknown", "1"]]),
                        ("exposure", [["code", "1"], ["declared", "1"], ["referenced", "1"]])):
        expect(sorted(browser.run(facet.format(key))), sorted(counts), f"counts of {key}")
    expect(column(browser, "severity"), ["critical", "high", "low"], "severities")


def check_filters(browser, address):
    open_page(browser, address)
    click(browser, "#tile-high")
    expect(column(browser, "severity"), ["high"], "rows of one severity")
    expect(shown(browser), "1 of 3", "how many")
    expect(browser.run("document.getElementById('tile-high').ariaPressed"), "true", "aria-pressed")
    expect(browser.run("location.hash"), "#/?severity=high", "the address")
    click(browser, "#tile-critical")
    expect(column(browser, "severity"), ["critical", "high"], "rows of two severities")
    click(browser, "#chips .chip")
    click(browser, "#chips .chip")
    expect(shown(browser), "3 identities", "without filters")
    browser.run("document.getElementById('find').focus()")
    browser.call("Input.insertText", text="ADA mtls")
    browser.wait("document.getElementById('shown').textContent === '1 of 3'")
    expect(column(browser, "owner"), ["Ada Example\nperson, weakly owned"], "the row that was searched")
    browser.call("Input.insertText", text=" nowhere")
    browser.wait("!document.getElementById('empty').hidden")
    click(browser, "#chips .plain")
    expect(len(column(browser, "owner")), 3, "rows after Clear all")
    open_page(browser, f"{address}#/?owner=&sort=where.ascending")
    expect(column(browser, "owner"), ["nobody known"], "rows by the address")
    expect(browser.run("document.querySelector('.column-where').ariaSort"), "ascending", "the order by the address")


def check_sorting(browser, address):
    open_page(browser, address)
    sort = "document.querySelector('th.column-{0}').getAttribute('aria-sort')"
    for key, texts in (("risk", ["92", "71", "12"]), ("identity", None), ("where", ["mtls.pem:1\ncerts/", "settings.py:12\ndeploy/", "rbac.yaml:7\nk8s/"])):
        click(browser, f"#sort-{key}")
        first = column(browser, key)
        expect(first, texts or sorted(first, key=str.lower), f"rows by {key}")
        expect(browser.run("document.activeElement.id") in ("", f"sort-{key}"), True, "the focus stays")
        before = browser.run(sort.format(key))
        click(browser, f"#sort-{key}")
        expect(column(browser, key), first[::-1], f"rows by {key}, turned round")
        expect({before, browser.run(sort.format(key))}, {"ascending", "descending"}, f"aria-sort of {key}")
    expect(browser.run("[...document.querySelectorAll('th')].filter((th) => th.ariaSort !== 'none').length"), 1, "columns that are sorted by")


def check_identity(browser, address):
    """Opened and left by keys."""
    open_page(browser, address)
    browser.run("document.querySelector('#table tbody a').focus()")
    browser.press("ArrowDown")
    expect(browser.run("document.activeElement.closest('tr').dataset.at"), "1", "the row below")
    browser.press("ArrowUp")
    browser.press("Enter")
    browser.wait("!document.getElementById('identity').hidden")
    text = browser.run("document.getElementById('identity').innerText")
    for part in ("Acme deploy token", "acme…eeff", "@acme/platform", "CODEOWNERS:3", "Risk 92", "leaked in plain text", "never expires", "deploy/settings.py:12:15",
                 "logs/build.log:4711:88", "app.log", "Sam <sam@example.com>", "1a2b3c4d5e", "DELETE /v1/tokens/{id}", "ignored by git"):
        expect(part in text, True, f"an identity's page says {part!r}")
    expect(browser.run("document.title"), "Acme deploy token · acme-prod · nhiscan", "the title")
    browser.run("[...document.querySelectorAll('.steps a')].pop().click()")
    browser.wait("document.querySelector('#identity h1').innerText.includes('serviceaccount')")
    browser.run("history.go(-2)")
    browser.wait("!document.getElementById('list').hidden")
    expect(browser.run("document.activeElement.closest('tr')?.dataset.at"), "1", "the focus after going back")
    open_page(browser, f"{address}#/identity/idcertificate")
    expect("CN=mtls.acme.example" in browser.run("document.querySelector('#identity h1').innerText"), True, "opened by its address")


def check_hostile(browser, address, page):
    """Nothing runs, nothing becomes an element, nothing reorders or hides text; also where the policy doesn't hold."""
    unguarded = page.with_name(f"unguarded-{page.name}")
    unguarded.write_text(re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    for target in (address, unguarded.as_uri()):
        open_page(browser, target)
        click(browser, "#more-facets summary")
        links = browser.run("[...document.querySelectorAll('#table tbody a')].map((link) => link.hash)")
        for link in ["#/", *links, "#/coverage", "#/identity/%3Cimg%20src=x%20onerror=alert(1)%3E", "#/?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "#/identity/%FF"]:
            browser.run(f"location.hash = {link!r}")
            expect(browser.run("document.querySelectorAll('script').length"), 2, f"{link}: scripts")
            expect(browser.run("document.querySelectorAll('img, iframe, object, embed, form, svg, base, [style*=\"url\"]').length"), 0, f"{link}: elements")
            expect(browser.run("[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length"), 0, "handlers")
            text = browser.run("document.body.innerText + document.title + [...document.querySelectorAll('[title]')].map((e) => e.title).join()")
            expect(re.findall("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]", text), [], f"{link}: controls")
        browser.run(f"location.hash = {links[0]!r}")
        browser.wait("document.getElementById('identity').innerText.includes('</script><script>alert(1)</script><img src=x onerror=alert(1)>')")
        expect(browser.complaints(), [], f"{target}: what the console says")


def check_policy(browser, address):
    """What a page may do is what its policy says: a request fails, and so does a script that was put in."""
    open_page(browser, address)
    put_in = "const script = document.createElement('script'); script.append('window.ran = 1'); document.body.append(script);"
    send = "return fetch('https://example.org/').then(() => 'sent', () => String(window.ran));"
    refused = f"(() => {{ try {{ {put_in} }} catch {{}} {send} }})()"
    expect(browser.run(refused), "undefined", "a script and a request")


def check_many(browser, address):
    open_page(browser, address)
    metrics = {metric["name"]: metric["value"] for metric in browser.call("Performance.getMetrics")["metrics"]}
    marks = browser.run("[...performance.getEntriesByType('paint'), ...performance.getEntriesByType('mark')].map((e) => [e.name, e.startTime])")
    print(f"{MANY} findings: {metrics['TaskDuration']:.2f} s of processor time until they can be used;",
          ", ".join(f"{name} after {start:.0f} ms" for name, start in marks), "by the clock")
    expect(metrics["TaskDuration"] < FIRST_PAINT, True, f"usable after {metrics['TaskDuration']:.2f} s of its own work")
    expect(shown(browser), f"{MANY:,} credentials", "how many")
    expect(browser.run(f"{ROWS}.length") < 100, True, "only rows in view are elements")
    expect(browser.run("document.getElementById('table').ariaRowCount"), str(MANY + 1), "aria-rowcount")
    browser.run("document.querySelector('#table tbody a').focus()")
    for key, row in (("PageDown", None), ("End", MANY), ("Home", 1), ("End", MANY)):
        browser.press(key)
        if row:
            expect(browser.run("document.activeElement.closest('tr').ariaRowIndex"), str(row + 1), f"the row after {key}")
            expect(browser.run("(({top, bottom}) => top >= 0 && bottom <= innerHeight + 1)(document.activeElement.getBoundingClientRect())"), True, "it is in view")
    browser.run("window.scrollTo(0, document.body.scrollHeight / 2)")
    browser.wait(f"{ROWS}.some((row) => row.getBoundingClientRect().top > 0 && Number(row.dataset.at) > {MANY // 3})")
    for what, act, limit in (("a filter", "document.getElementById('tile-low').click()", 1.0),
                             ("another order", "document.getElementById('sort-where').click()", 1.5),
                             ("a search", None, 1.0)):
        before = metric(browser, "TaskDuration")
        if act is None:
            browser.run("document.getElementById('find').focus()")
            browser.call("Input.insertText", text="id4999")
            browser.wait("document.getElementById('shown').textContent.includes(' of ')")
            browser.wait("document.querySelector('#chips').innerText.includes('Search')")
        else:
            browser.run(act)
        taken = metric(browser, "TaskDuration") - before
        print(f"{what}: {taken:.2f} s of processor time")
        expect(taken < limit, True, f"{what} takes {taken:.2f} s")
    expect(shown(browser), f"10 of {MANY:,}", "found among the low")
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    expect(browser.run(f"{ROWS}.length"), 10, "rows that are printed")
    click(browser, "#chips .plain")
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    expect(browser.run(f"{ROWS}.length"), 1000, "rows that are printed at most")
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    expect(browser.run(f"{ROWS}.length") < 100, True, "rows after printing")


def metric(browser, name):
    return next(m["value"] for m in browser.call("Performance.getMetrics")["metrics"] if m["name"] == name)


def check_narrow(browser, address, folder):
    for width in (320, 768):
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        check_every_page(browser, address, f"narrow-{width}", folder)
    browser.call("Emulation.clearDeviceMetricsOverride")


def main(program, screenshots=None):
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        pages = {}
        for sample in SAMPLES:
            pages[sample] = pathlib.Path(folder) / f"{sample}.html"
            with pages[sample].open("wb") as page:
                subprocess.run([program, "html", sample], stdout=page, check=True)
        address = {sample: page.as_uri() for sample, page in pages.items()}
        for sample in ("empty", "dir", "inventory", "hostile"):
            check_every_page(browser, address[sample], sample, screenshots)
        check_overview(browser, address["inventory"])
        check_filters(browser, address["inventory"])
        check_sorting(browser, address["inventory"])
        check_identity(browser, address["inventory"])
        check_policy(browser, address["inventory"])
        check_hostile(browser, address["hostile"], pages["hostile"])
        check_hostile(browser, address["hostile_dir"], pages["hostile_dir"])
        check_narrow(browser, address["hostile"], screenshots)
        check_many(browser, address["many"])
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
