#include <doctest/doctest.h>

#include <string>

#include "decoders/outline.h"
#include "decoders/text_notebook.h"
#include "unit/decoders/collected_parts.h"

using namespace nhiscan;

TEST_CASE("decode_notebook: cells, outputs and the rest, without pictures") {
  const std::string text =
      R"({"cells": [{"cell_type": "code", "source": ["a\n", "b"], "outputs": [)"
      R"({"data": {"image/png": "AAAA", "text/plain": "c\u001b[0m d"}}]}], "nbformat": 4})";
  CollectedParts found;
  decode_all("a.ipynb", text, found);
  REQUIRE(found.parts.size() == 3);
  CHECK(found.parts[0].text == "a\nb");
  CHECK(found.parts[0].part.cell == 1);
  CHECK(found.parts[0].part.context == Context::notebook_source);
  CHECK(found.parts[0].part.way_back.in_parent({2, 3}).begin == text.find("b\"]"));
  CHECK(found.parts[1].text == "c d");
  CHECK(found.parts[1].part.context == Context::notebook_output);
  CHECK(found.parts[1].part.way_back.in_parent({2, 3}).begin == text.find("d\"}"));
  CHECK(found.parts[2].text.find("AAAA") == std::string::npos);
  CHECK(found.parts[2].text.find("nbformat") != std::string::npos);
  CHECK(!found.parts[2].part.cell);
  CHECK(found.binary == 1);
}

TEST_CASE("decode_notebook: refuses what is none, and says so of a broken one") {
  for (const char* text :
       {R"({"cells": [1, 2]})", R"({"paragraphs": [{"x": 1}]})", R"({"cells": [)"}) {
    CollectedParts found;
    decode_all("a.json", text, found);
    CHECK(found.is_refused);
    CHECK(found.parts.empty());
    CHECK(found.said.empty());
  }
  CollectedParts found;
  decode_all("a.ipynb", R"({"cells": [)", found);
  CHECK(found.is_refused);
  REQUIRE(found.said.size() == 1);
  CHECK(found.said[0].reason ==
        "no valid notebook (line 1: no value where one should be); read as text");
}

TEST_CASE("TextCells: chunks of code, and cells of Databricks") {
  const std::string report =
      "---\na: b\n---\n```{r}\nx\n```\ntext\n````{python a, b=1}\ny\n```\nz\n````\n```\nno\n```\n";
  const auto cell = [&](const char* needle) {
    return TextCells("a.Rmd", report).at(report.find(needle));
  };
  REQUIRE(cell("x\n"));
  CHECK(cell("x\n")->cell == 1);
  CHECK(cell("x\n")->line == 1);
  CHECK(!cell("text"));
  REQUIRE(cell("z\n"));
  CHECK(cell("z\n")->cell == 2);
  CHECK(cell("z\n")->line == 3);
  CHECK(!cell("no"));
  const std::string source = "-- Databricks notebook source\na\n\n-- COMMAND ----------\n\nb\n";
  const auto place = TextCells("a.sql", source).at(source.find("b\n"));
  REQUIRE(place);
  CHECK(place->cell == 2);
  CHECK(place->line == 1);
  CHECK(!is_text_notebook("a.sql", "-- other\n"));
}
