"""Writes COUNT made-up rules to standard output, the same ones every time: `python3 generate_rules.py COUNT`.

They look like those of real providers: most have a prefix of 4 to 16 bytes that proves the value, as rules/ has, one in six
has a bare value beside a keyword.
"""

import itertools
import random
import sys

CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"
BODIES = [("[0-9a-f]", "32"), ("[0-9a-f]", "40"), ("[0-9a-f]", "64"), ("[A-Za-z0-9]", "32"), ("[A-Za-z0-9]", "40"),
          (r"[\w-]", "22"), (r"[\w-]", "43"), (r"[\w-]", "40,120"), ("[A-Z0-9]", "26"), ("[a-z0-9]", "36")]
BARE = ["[0-9a-f]{32}", "[0-9a-f]{40}", "[A-Za-z0-9]{32}", r"[\w-]{43}"]
ALONE = "(?<![A-Za-z0-9])"
MIDDLES = ["", "", "live_", "test_", "pat_", "sk_", "api-", "oauth-", "v1."]


def names(chance):
    seen = set()
    while True:
        syllables = chance.randint(2, 3)
        name = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(syllables))
        name += chance.choice(["", "x", "ly", "hub", "io"])
        if name not in seen:
            seen.add(name)
            yield name


def rule(chance, name):
    """The lines that say what the rule finds."""
    if chance.random() < 1 / 6:
        return f"pattern = '{ALONE}(?<secret>{chance.choice(BARE)})(?![A-Za-z0-9])'\nkeywords = [\"{name}\"]\n"
    shape = chance.choice([str, str, str.upper, lambda text: text[:4]])
    prefix = shape(name) + chance.choice("__-.") + chance.choice(MIDDLES)
    prefix = prefix.replace(".", r"\.")
    letters, count = chance.choice(BODIES)
    return (f"pattern = '{ALONE}(?<secret>{prefix}{letters}{{{count}}})(?![A-Za-z0-9])'\n"
            f"anchor = '{prefix}{letters}{{20}}'\n")


def main():
    chance = random.Random(20261122)
    print('provider = "Bench"')
    for number, name in enumerate(itertools.islice(names(chance), int(sys.argv[1]))):
        print(f'\n[[rule]]\nid = "bench-{number}-{name}"\nname = "{name}"\nkind = "api_key"\nseverity = "high"')
        print(rule(chance, name), end="")



main()
