#!/usr/bin/env python3
"""List every inflected form that SGJP knows: the first step of the lexicon build.

Morfeusz 2 generates all forms of a lemma but cannot list its lemmas, so other
word lists are used to ask: whatever it recognises names a lemma, and each lemma
is then unfolded. Every row that comes out is SGJP's; the lists only ask.

    python3 enumerate.py --ask WORDS [--ask WORDS ...] > forms.tsv

A line of a WORDS file is a word, or `lemma;form;tags` as PoliMorf prints it.
The frequency list of the package `wordfreq` always asks as well.

Columns of the result, sorted and without doubles:

    form  lemma  class  base  name

`lemma` keeps Morfeusz's homonym suffix (`zamek:Sm3~u`). `base` is filled for
gerunds and participles, affirmative or negated alike: the affirmative nominative
of that sub-paradigm (`parkowaniu` -> `parkowanie`). `name` is SGJP's name class.
Past and conditional forms come whole (`zrobiłabyś`), by praet='composite'.
"""

import argparse
import multiprocessing
import sys

import morfeusz2
import wordfreq

# Parts of a verb that decline like nouns and adjectives, and the tag of the form that names them.
NOMINAL = {"ger": ":sg:nom", "pact": ":sg:nom", "ppas": ":sg:nom"}

# Morfeusz knows an abbreviation by its dot, which word lists leave out.
LONGEST_ABBREVIATION = 6

_morfeusz = None


def morfeusz():
    """One analyser per process: it cannot be shared by fork and is costly to open."""
    global _morfeusz
    if _morfeusz is None:
        _morfeusz = morfeusz2.Morfeusz(praet="composite")
    return _morfeusz


def plain(lemma):
    """A lemma without the homonym suffix, but leave a lone ':' alone."""
    return lemma.split(":", 1)[0] or lemma


def read(words):
    """Lemmas to unfold, and rows for readings that unfolding would miss.

    The latter are abbreviations of several words (`tzw.`), whose lemma Morfeusz
    does not generate from, and particles that carry a verb's ending (`żebym`).
    A word not recognised may itself be a lemma.
    """
    lemmas, rows = set(), set()
    for word in words:
        readings = morfeusz().analyse(word)
        unknown = readings[0][2][2] == "ign" if readings else True
        if unknown and len(word) <= LONGEST_ABBREVIATION:
            readings = morfeusz().analyse(word + ".")
        with_ending = any(start == 1 and tag.startswith("aglt") for start, _, (_, _, tag, _, _) in readings)
        for start, _, (segment, lemma, tag, names, _) in readings:
            if tag == "ign":
                lemmas.add(word)
                continue
            lemmas.add(plain(lemma))
            abbreviation = segment == word and tag.startswith("brev")
            if start == 0 and (abbreviation or with_ending and word.islower()):
                rows.add("\t".join((word, lemma, tag.split(":", 1)[0], "", "|".join(names))))
    return lemmas, rows


def base_of(tag_class, tag, sub_bases):
    return sub_bases.get(tag_class, "") if tag_class in NOMINAL else ""


def unfold(lemmas):
    rows = set()
    for lemma in lemmas:
        try:
            readings = [r for r in morfeusz().generate(lemma) if r[2] != "ign"]
        except RuntimeError:  # an inner space or another character it will not take
            continue
        by_lemma = {}
        for form, full, tag, names, _ in readings:
            by_lemma.setdefault(full, []).append((form, tag, "|".join(names)))
        for full, forms in by_lemma.items():
            bases = {}
            for form, tag, _ in forms:
                tag_class = tag.split(":", 1)[0]
                if tag_class in NOMINAL and NOMINAL[tag_class] in tag and ":aff" in tag:
                    if tag_class == "ger" or ".m1" in tag or ":m1" in tag:
                        bases.setdefault(tag_class, form)
            for form, tag, name in forms:
                tag_class = tag.split(":", 1)[0]
                rows.add("\t".join((form, full, tag_class, base_of(tag_class, tag, bases), name)))
    return rows


def questions(paths):
    words = set()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                words.update(part for part in line.rstrip("\n").split(";")[:2] if part)
    for bin_ in wordfreq.get_frequency_list("pl", wordlist="large"):
        for word in bin_:
            words.update((word, word.capitalize(), word.upper()))
    return sorted(words)


def chunks(items, size=20_000):
    items = sorted(items)
    return [items[i : i + size] for i in range(0, len(items), size)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--ask", action="append", default=[], metavar="WORDS")
    options = options.parse_args()
    words = questions(options.ask)
    with multiprocessing.Pool() as pool:
        lemmas, rows = set(), set()
        for more_lemmas, more_rows in pool.imap_unordered(read, chunks(words)):
            lemmas |= more_lemmas
            rows |= more_rows
        rows.update(*pool.imap_unordered(unfold, chunks(lemmas)))
    print(f"morfeusz2 {morfeusz2.__version__}, {morfeusz().dict_id()}: {len(words)} questions, "
          f"{len(lemmas)} possible lemmas, {len(rows)} rows", file=sys.stderr)
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(row + "\n" for row in sorted(rows))


if __name__ == "__main__":
    main()
