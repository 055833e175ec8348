"""Notebooks of all formats, with the secret in each of their parts."""
import io
import json
import zipfile

from documents.case import LINE, SECRET, Case, place_of

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
# What JSON and terminals break.
ESCAPED = SECRET[:9] + "\\u00" + format(ord(SECRET[9]), "02x") + SECRET[10:]
SOURCE = ["import os\n", "# \"quoted\"\n", LINE]


def code(source=(), outputs=(), **more):
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": list(outputs), "source": source, **more}


def markdown(source="# Title\n"):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells, **more):
    return {"cells": list(cells), "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5, **more}


def old_notebook(*cells):
    return {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": list(cells), "metadata": {}}]}


def stream(*lines):
    return {"name": "stdout", "output_type": "stream", "text": list(lines)}


def display(**data):
    return {"data": {kind.replace("_", "/", 1): value for kind, value in data.items()}, "metadata": {}, "output_type": "display_data"}


def jupyter():
    source = {"context": "notebook_source"}
    output = {"context": "notebook_output"}
    image = {"data": {"image/png": PNG, "text/plain": ["<Figure>", LINE]}, "metadata": {}, "output_type": "display_data"}
    error = {"ename": "AuthError", "evalue": "bad", "output_type": "error",
             "traceback": ["\x1b[0;31mAuthError\x1b[0m", f"line 1\n\x1b[1;32m      3\x1b[0m \x1b[0mtoken \x1b[0m= {SECRET}\x1b[0m\n"]}
    for name, content, where in [
        ("source", notebook(markdown(), code(SOURCE)), {"cell": 2, "cell_line": 3, **source}),
        ("source-one-string", notebook(code("".join(SOURCE))), {"cell": 1, "cell_line": 3, **source}),
        ("markdown", notebook(code("1\n"), markdown(["a\n", "b " + LINE])), {"cell": 2, "cell_line": 2, **source}),
        ("raw", notebook({"cell_type": "raw", "metadata": {}, "source": [LINE]}), {"cell": 1, "cell_line": 1, **source}),
        ("stream", notebook(code(SOURCE[:1], [stream("a\n", "b\n", LINE)])), {"cell": 1, "cell_line": 3, **output}),
        ("html", notebook(code(outputs=[display(text_html=["<td class=\"x\">\n", SECRET, "</td>"])])), {"cell": 1, "cell_line": 2, **output}),
        ("json-output", notebook(code(outputs=[display(application_json={"a": [1, {"token": SECRET}]})])), {"cell": 1, **output}),
        ("beside-image", notebook(code(), code(outputs=[image])), {"cell": 2, "cell_line": 1, **output}),
        ("traceback", notebook(code(outputs=[error])), {"cell": 1, "cell_line": 2, **output}),
        ("error-value", notebook(code(outputs=[{**error, "traceback": [], "evalue": "401 for " + SECRET}])), {"cell": 1, "cell_line": 1, **output}),
        ("svg", notebook(code(outputs=[display(**{"image_svg+xml": ["<svg>\n", f"<text>{SECRET}</text>"]})])), {"cell": 1, "cell_line": 2, **output}),
        ("metadata", notebook(code(), **{"metadata": {"widget": {"token": SECRET}}}), {"cell": None, **source}),
        ("cell-metadata", notebook(markdown(), code(metadata={"tags": [SECRET]})), {"cell": 2, **source}),
        ("attachment", notebook(code(), {**markdown(), "attachments": {"a.txt": {"text/plain": LINE}, "b.png": {"image/png": PNG}}}),
         {"cell": 2, "cell_line": 1, **source}),
        ("v3-input", old_notebook({"cell_type": "code", "input": SOURCE, "outputs": [], "language": "python"}), {"cell": 1, "cell_line": 3, **source}),
        ("v3-output", old_notebook({"cell_type": "markdown", "source": "x"}, {"cell_type": "code", "input": [], "outputs": [
            {"output_type": "pyout", "png": PNG, "text": ["a\n", LINE]}]}), {"cell": 2, "cell_line": 2, **output}),
        ("colab", {"nbformat": 4, "nbformat_minor": 0, "metadata": {"colab": {"name": "x.ipynb"}}, "cells": [code(SOURCE, outputId="a")]},
         {"cell": 1, "cell_line": 3, **source}),
        ("databricks-jupyter", notebook(code(SOURCE, metadata={"application/vnd.databricks.v1+cell": {"title": "", "nuid": "x"}})),
         {"cell": 1, "cell_line": 3, **source}),
    ]:
        text = json.dumps(content, indent=1) + "\n"
        yield Case("jupyter-" + name, f"notebook/{name}.ipynb", text.encode(), [place_of(text, **where)])
    minified = json.dumps(notebook(code(SOURCE)), separators=(",", ":"))
    yield Case("jupyter-minified", "notebook/minified.ipynb", minified.encode(), [place_of(minified, cell=1, cell_line=3)])
    bom = "\ufeff" + json.dumps(notebook(code(SOURCE), markdown()), indent=2)
    yield Case("jupyter-bom", "notebook/bom.ipynb", bom.encode(), [place_of(bom, cell=1, cell_line=3)])
    crlf = json.dumps(notebook(code(SOURCE), code()), indent=1).replace("\n", "\r\n")
    yield Case("jupyter-crlf", "notebook/crlf.ipynb", crlf.encode(), [place_of(crlf, cell=1, cell_line=3)])
    escaped = json.dumps(notebook(markdown("é"), code(SOURCE)), indent=1, ensure_ascii=False).replace(SECRET, ESCAPED)
    yield Case("jupyter-escaped", "notebook/escaped.ipynb", escaped.encode(), [place_of(escaped, ESCAPED, cell=2, cell_line=3)])
    broken = json.dumps(notebook(code(SOURCE)), indent=1)[:-20]
    yield Case("jupyter-broken", "notebook/broken.ipynb", broken.encode(), [place_of(broken, cell=None, context="notebook_source")])
    deep = json.dumps(notebook(code(SOURCE), markdown("deep")), indent=1)[:-2] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    yield Case("jupyter-deep", "notebook/deep.ipynb", deep.encode(), [place_of(deep)])


def zeppelin():
    note = {"paragraphs": [{"text": "%md\n# Title", "config": {}}, {"text": "%python\n" + LINE, "results": {"code": "SUCCESS", "msg": []}}],
            "name": "note", "id": "2A94M5J1Z", "config": {}}
    text = json.dumps(note, indent=2)
    yield Case("zeppelin-text", "notebook/note.zpln", text.encode(), [place_of(text, cell=2, cell_line=2, context="notebook_source")])
    note = {"name": "note", "paragraphs": [{"text": "%sh\nenv", "results": {"code": "SUCCESS", "msg": [
        {"type": "TEXT", "data": "A=1\nB=2\n" + LINE}, {"type": "IMG", "data": PNG}]}}]}
    text = json.dumps(note, indent=2)
    yield Case("zeppelin-result", "notebook/note-results.zpln", text.encode(), [place_of(text, cell=1, cell_line=3, context="notebook_output")])
    note = {"paragraphs": [{"text": "%sh", "result": {"code": "SUCCESS", "type": "TEXT", "msg": LINE}}], "name": "old"}
    text = json.dumps(note)
    yield Case("zeppelin-old", "notebook/old/note.json", text.encode(), [place_of(text, cell=1, cell_line=1, context="notebook_output")])


def databricks():
    def command(position, text, **more):
        return {"version": "CommandV1", "origId": position, "command": text, "position": position, "results": None, **more}
    export = {"version": "NotebookV1", "origId": 1, "name": "etl", "language": "python",
              "commands": [command(2.0, LINE), command(1.0, "%md # Title")]}
    text = json.dumps(export)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("etl/load.python"), text)
    yield Case("databricks-dbc", "notebook/etl.dbc", out.getvalue(),
               [place_of(text, chain=["etl/load.python"], cell=2, cell_line=1, context="notebook_source")])
    results = {"type": "listResults", "data": [{"type": "ansi", "data": "a\n" + LINE}, {"type": "image", "data": PNG}]}
    export["commands"] = [command(1.0, "%sh env", results=results)]
    text = json.dumps(export)
    yield Case("databricks-results", "notebook/load.python", text.encode(), [place_of(text, cell=1, cell_line=2, context="notebook_output")])


def text_notebooks():
    source = {"context": "notebook_source"}
    front = "---\ntitle: Report\noutput: html_document\n---\n\nText.\n\n"
    chunk = "```{python}\n1\n```\n\n```{r setup, echo=FALSE}\nlibrary(x)\n" + LINE + "```\n"
    for name, path, text, where in [
        ("rmarkdown", "report.Rmd", front + chunk, {"cell": 2, "cell_line": 2}),
        ("rmarkdown-prose", "prose.Rmd", front + LINE + chunk.replace(LINE, ""), {"cell": None}),
        ("quarto", "report.qmd", front + chunk + "end\n", {"cell": 2, "cell_line": 2}),
        ("databricks-source", "load.py", "# Databricks notebook source\n# MAGIC %md Title\n\n# COMMAND ----------\n\nimport os\n" + LINE,
         {"cell": 2, "cell_line": 2}),
        ("databricks-magic", "magic.scala", "// Databricks notebook source\n// MAGIC %sh\n// MAGIC " + LINE + "\n// COMMAND ----------\n\nval x = 1\n",
         {"cell": 1, "cell_line": 2}),
        ("databricks-sql", "load.sql", "-- Databricks notebook source\nSELECT 1\n\n-- COMMAND ----------\n\nSET " + LINE, {"cell": 2, "cell_line": 1}),
    ]:
        yield Case(name, "notebook/" + path, text.encode(), [place_of(text, **where, **source)])


def cases():
    return [*jupyter(), *zeppelin(), *databricks(), *text_notebooks()]
