#include "ownership/manifest.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace nhiscan;

namespace {

/// The people of a manifest, one a line: `field: Name <mail>`.
std::string people(std::string_view name, std::string_view text,
                   std::string_view path = "src/main.c") {
  std::string shown;
  const Manifest manifest = Manifest::parse(name, text);
  for (const ManifestPerson& one : manifest.people_of(path)) {
    shown += one.field + ": " + show_person(one.person) + "\n";
  }
  return shown;
}

}  // namespace

TEST_CASE("Manifest: names the people of each kind of manifest") {
  CHECK(
      people(
          "package.json",
          R"j({"author": "A B <a@x.io> (https://x.io)", "maintainers": [{"name": "M", "email": "m@x.io"}]})j") ==
      "maintainers: M <m@x.io>\nauthor: A B <a@x.io>\n");
  CHECK(people("pyproject.toml",
               "[project]\nauthors = [{name = \"A\", email = \"a@x.io\"}]\n[tool.poetry]\nauthors "
               "= [\"P <p@x.io>\"]\n") ==
        "project.authors: A <a@x.io>\ntool.poetry.authors: P <p@x.io>\n");
  CHECK(people("Cargo.toml", "[package]\nauthors = [\"C <c@x.io>\"]\n") ==
        "package.authors: C <c@x.io>\n");
  CHECK(people("Cargo.toml", "[package]\nauthors.workspace = true\n").empty());
  CHECK(people("composer.json", R"j({"authors": [{"name": "P", "email": "p@x.io"}]})j") ==
        "authors: P <p@x.io>\n");
  CHECK(people("Chart.yaml", "maintainers:\n  - name: K\n    email: k@x.io\n") ==
        "maintainers: K <k@x.io>\n");
  CHECK(people("pom.xml",
               "<project><developers><developer><name>J</name><email>j@x.io</email></developer></"
               "developers></project>") == "developers: J <j@x.io>\n");
  CHECK(people("setup.cfg", "[metadata]\nauthor = S\nauthor_email = s@x.io\n") ==
        "author: S <s@x.io>\n");
  CHECK(people("debian/control",
               "Source: x\nMaintainer: D <d@x.io>\nUploaders: U <u@x.io>, V <v@x.io>\n") ==
        "Maintainer: D <d@x.io>\nUploaders: U <u@x.io>\nUploaders: V <v@x.io>\n");
  CHECK(people("AUTHORS", "# people\n- A B <a@x.io>\n") == "listed: A B <a@x.io>\n");
}

TEST_CASE("Manifest: the kernel's MAINTAINERS names people by path") {
  const std::string text =
      "ALL\nM:\tL T <l@x.io>\nF:\t*\nF:\t*/\n\nNET\nM:\tN E "
      "<n@x.io>\nF:\tnet/\nX:\tnet/wireless/\n";
  CHECK(people("MAINTAINERS", text, "net/core.c") == "M: N E <n@x.io>\n");
  CHECK(people("MAINTAINERS", text, "net/wireless/a.c").empty());
  CHECK(people("MAINTAINERS", text, "Makefile") == "M: L T <l@x.io>\n");
  const std::string globs =
      "M:\tnobody\n\nGPIO\nM:\tG P "
      "<g@x.io>\nF:\tdrivers/*/gpio/\nF:\tinclude/gpio-*\nF:\tlib/gpio\n";
  CHECK(people("MAINTAINERS", globs, "drivers/soc/gpio/a/b.c") == "M: G P <g@x.io>\n");
  CHECK(people("MAINTAINERS", globs, "include/gpio-a.h") == "M: G P <g@x.io>\n");
  CHECK(people("MAINTAINERS", globs, "lib/gpio/a.c") == "M: G P <g@x.io>\n");
  CHECK(people("MAINTAINERS", globs, "lib/gpio.c").empty());
}

TEST_CASE("Manifest: broken, hostile and automated manifests name nobody") {
  CHECK(people("package.json", "{\"author\": ").empty());
  CHECK(people("package.json", "[1]").empty());
  CHECK(people("package.json", R"j({"author": "renovate[bot] <x@y.io>"})j").empty());
  CHECK(people("pyproject.toml", "[project\n").empty());
  CHECK(people("pom.xml", "<project><dev").empty());
  CHECK(people("Chart.yaml", "a: [").empty());
  CHECK(people("package.json", std::string(200000, '[')).empty());
}
