"""What the modules of this directory build their cases from."""
import dataclasses

# Joined here, so that no complete token stands in the repository.
SECRET = "gh" + "p_" + "R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye"
LINE = f'token = "{SECRET}"\n'


@dataclasses.dataclass
class Case:
    """A file, and where its secret is to be found: dicts with `line`, `column` and `chain`, and with `cell`,
    `cell_line`, `key_path` or `context` where they matter."""
    name: str
    path: str
    content: bytes
    places: list
    secret: str = SECRET


def at(line, column, chain=(), **more):
    return {"line": line, "column": column, "chain": list(chain), **more}


def text_with_secret(line=3):
    """Text with the secret at column 10 of that line."""
    return "# a comment\n" * (line - 1) + LINE + "end = true\n"


def place_of(content, needle=SECRET, chain=(), **more):
    """Where the needle's only occurrence is seen."""
    text = content.decode() if isinstance(content, bytes) else content
    assert text.count(needle) == 1, (text.count(needle), needle)
    text = text[:text.index(needle)].removeprefix("\ufeff")
    return at(text.count("\n") + 1, len(text) - text.rfind("\n"), chain, **more)
