#!/usr/bin/env python3
"""Choose one lemma for every folded form, and a frequency for every form: the second step.

    python3 choose.py forms.tsv OUT_FOLDER

writes the two tables that `cargo run --example pack_lexicon` packs:

    forms.tsv    form  class  flags     accented lower-case forms; class 0 = dictionary only
    folded.tsv   folded  lemma          folded forms; the lemma as people write it, accents and capitals

How a lemma is chosen. A word list tells how often a *form* occurs, never which of
its readings was meant. So the mass of each form is shared among its readings in
proportion to what the readings earn elsewhere in their paradigms, and this is
repeated until it settles (expectation maximisation): `mam` goes to `miec` because
`mieć, ma, miał` carry the verb, while `mamić` and `mama` earn little. A folded form
then takes the lemma with the greatest mass over all accented forms that fold to it.
One lemma, not several: indexing all of them was measured to lose far more than
the best choice among them wins.
"""

import argparse
import collections
import math
import os
import sys
import unicodedata

import wordfreq

# Letters that Unicode does not decompose. Must agree with `fold` in ../mod.rs; the packer checks.
UNDECOMPOSED = str.maketrans({"ł": "l", "đ": "d", "ø": "o"})

GROUP = {"subst": "n", "depr": "n", "ger": "g", "pact": "p", "ppas": "q",
         "adj": "a", "adja": "a", "adjp": "a", "adjc": "a", "adv": "d"}
VERBAL = {"fin", "praet", "cond", "inf", "impt", "imps", "pcon", "pant", "pacta", "bedzie", "winien", "aglt", "ger", "pact", "ppas"}
# Readings that serve only when a form has no other: `w` is no abbreviation of `wiek` in running text.
MARGINAL = {"brev", "sym", "frag", "romandig", "dig", "interp", "aglt"}
# Which class wins between lemmas that never occur in the word list.
PREFERENCE = {"n": 0, "v": 1, "a": 2, "d": 3, "o": 4}

ROUNDS = 4  # the shares hardly move after the third
# A paradigm's mass is spread over its attested forms, but unevenly, so it is divided by a power of their number:
# 0 gives function words to verbs (lub -> lubić), 1 gives verbs to names and pronouns (ma -> mój, mam -> mama).
SPREAD = 0.5
UNSEEN = 1e-10  # mass of a form absent from the word list: a tenth of the rarest one listed
NAME_SHARE = 0.2  # a capitalised reading of a form that also has a common one: surnames copy every noun
STEP = 1.0  # nats per frequency class
RAREST = 17  # class of everything rarer than one in ten million: such counts are noise, and noise does not compress

CORPUS_FLOOR = 1e-7  # words outside SGJP must occur once in ten million, or they are mostly noise
CORPUS_LETTERS = 3
MISSPELT = 10  # so many times rarer than a dictionary word one slip away: a misspelling, no word

PROPER, CORPUS_ONLY = 1, 2


def fold(text):
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.translate(UNDECOMPOSED)


def plain(lemma):
    return lemma.split(":", 1)[0] or lemma


class Policy:
    """What gerunds and participles are lemmatised to; see README.md for the figures."""

    CHOICES = ("infinitive", "listed", "own")  # always the verb; its own lemma if SGJP lists that word; always its own

    def __init__(self, gerund="listed", participle="listed"):
        self.gerund, self.participle = gerund, participle


def lemma_and_group(row, policy, nouns, adjectives):
    _, full, tag_class, base, _ = row
    lemma = plain(full)
    if tag_class == "ger":
        if policy.gerund == "own" or (policy.gerund == "listed" and base in nouns):
            return base, "n"
        return lemma, "v"
    if tag_class in ("pact", "ppas"):
        if policy.participle == "own" or (policy.participle == "listed" and base in adjectives):
            return base, "a"
        return lemma, "v"
    if tag_class in VERBAL:
        return lemma, "v"
    return lemma, GROUP.get(tag_class, "o")


class Table:
    """Readings of every lower-case form, as small integers."""

    def __init__(self, path, policy, only=None):
        with open(path, encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        nouns = {plain(r[1]) for r in rows if r[2] == "subst"}
        adjectives = {plain(r[1]) for r in rows if r[2] == "adj"}
        self.units, self.unit_ids = [], {}
        self.readings = collections.defaultdict(set)  # form -> unit ids
        self.proper = {}  # form -> only capitalised readings
        marginal = collections.defaultdict(set)
        for row in rows:
            form = row[0]
            if not form.isalpha():
                continue
            lower = form.lower()
            self.proper[lower] = self.proper.get(lower, True) and form != lower
            if only is not None and not only(lower):
                continue
            lemma, group = lemma_and_group(row, policy, nouns, adjectives)
            if not lemma.replace("-", "").isalpha():
                lemma = form  # `tzw` stands for two words; it is its own index term
            unit = self.unit_ids.setdefault((lemma, group), len(self.unit_ids))
            (marginal if row[2] in MARGINAL else self.readings)[lower].add(unit)
        self.units = list(self.unit_ids)
        names = [lemma != lemma.lower() for lemma, _ in self.units]
        for form, units in marginal.items():
            # A name does not displace an abbreviation: `tys.` is no village of Tys.
            if all(names[u] for u in self.readings.get(form, ())):
                self.readings[form] |= units
        self.keys = [fold(lemma.lower()) for lemma, _ in self.units]
        self.prior = [NAME_SHARE if name else 1.0 for name in names]

    def settle(self, frequencies):
        """Mass of each unit after sharing the forms' masses."""
        seen = [(f, tuple(self.readings[w])) for w, f in frequencies.items() if w in self.readings]
        size = collections.Counter(u for _, units in seen for u in units)
        mass = [UNSEEN] * len(self.units)
        weight = list(self.prior)
        for _ in range(ROUNDS):
            mass = [UNSEEN * p for p in self.prior]
            for f, units in seen:
                total = sum(weight[u] for u in units)
                for u in units:
                    mass[u] += f * weight[u] / total
            weight = [m * p / (size[u] or 1) ** SPREAD for u, (m, p) in enumerate(zip(mass, self.prior))]
        self.mass, self.weight = mass, weight

    def choose(self, frequencies):
        """folded form -> lemma as written."""
        best = {}
        folded = collections.defaultdict(list)
        for form in self.readings:
            folded[fold(form)].append(form)
        for key, forms in folded.items():
            by_lemma, shown = collections.Counter(), {}
            for form in forms:
                units = self.readings[form]
                total = sum(self.weight[u] for u in units)
                f = frequencies.get(form, 0.0) + UNSEEN
                for u in units:
                    share = f * self.weight[u] / total
                    by_lemma[self.keys[u]] += share
                    rank = (share, -PREFERENCE.get(self.units[u][1], 9), self.units[u][0])
                    if rank > shown.get(self.keys[u], (-1,)):
                        shown[self.keys[u]] = rank
            lemma = max(by_lemma, key=lambda k: (by_lemma[k], shown[k][1], -len(k), k))
            best[key] = shown[lemma][2]
        # One spelling per key, or an index term would have two faces.
        face = {}
        for u, (lemma, group) in enumerate(self.units):
            rank = (self.mass[u], -PREFERENCE.get(group, 9), lemma)
            if rank > face.get(self.keys[u], (-1,)):
                face[self.keys[u]] = rank
        return {key: face[fold(lemma.lower())][2] for key, lemma in best.items()}


def frequencies():
    """The word list as {word: relative frequency}."""
    return {
        word: 10 ** (-hundredths / 100)
        for hundredths, words in enumerate(wordfreq.get_frequency_list("pl", wordlist="large"))
        for word in words
    }


JOINED = ("na", "w", "z", "do", "od", "po", "za", "bez", "nie", "pod", "przy", "co", "o", "u", "przed", "ze", "we")

SLIPS = [("ó", "u"), ("u", "ó"), ("rz", "ż"), ("ż", "rz"), ("ch", "h"), ("h", "ch"), ("ą", "om"), ("ą", "on"),
         ("om", "ą"), ("on", "ą"), ("ę", "en"), ("en", "ę"), ("ę", "em"), ("em", "ę"), ("j", "i"), ("i", "j"), ("sz", "ż")]
LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźż"


def slips(word):
    """Known ways in which a Polish word is written wrongly, and every single edit."""
    for wrong, right in SLIPS:
        at = word.find(wrong)
        while at >= 0:
            yield word[:at] + right + word[at + len(wrong):]
            at = word.find(wrong, at + 1)
    for at in range(len(word)):
        yield word[:at] + word[at + 1:]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2:]
        for letter in LETTERS:
            yield word[:at] + letter + word[at + 1:]
            yield word[:at] + letter + word[at:]


def corpus_words(freq, known, known_folded):
    """Words in use that the dictionary lacks: names, brands, borrowings; not slips of the pen."""
    for word, f in freq.items():
        if f < CORPUS_FLOOR or len(word) < CORPUS_LETTERS or not word.isalpha() or word in known:
            continue
        bare = fold(word)
        if not (bare.isascii() and word == word.lower()) or bare in known_folded:
            continue  # `moze` is `może` without its dot, not a word
        if any(freq.get(s, 0.0) > MISSPELT * f and s in known for s in slips(word)):
            continue
        if any(word.startswith(p) and len(word) > len(p) + 2 and freq.get(word[len(p):], 0.0) > f for p in JOINED):
            continue  # `napewno`
        yield word, f


def frequency_class(f):
    """0 is kept for `never counted`; class 1 is the most frequent."""
    return min(RAREST, 1 + round(-math.log(f) / STEP)) if f else 0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("forms")
    options.add_argument("out")
    options.add_argument("--gerund", choices=Policy.CHOICES, default="listed")
    options.add_argument("--participle", choices=Policy.CHOICES, default="listed")
    options = options.parse_args()
    freq = frequencies()
    table = Table(options.forms, Policy(options.gerund, options.participle))
    table.settle(freq)
    chosen = table.choose(freq)
    os.makedirs(options.out, exist_ok=True)
    rows = [(form, frequency_class(freq.get(form, 0.0)), PROPER if table.proper[form] else 0) for form in table.readings]
    extra = [(word, frequency_class(f), CORPUS_ONLY) for word, f in corpus_words(freq, table.readings, chosen)]
    with open(os.path.join(options.out, "forms.tsv"), "w", encoding="utf-8") as out:
        out.writelines("%s\t%d\t%d\n" % row for row in sorted(rows + extra))
    with open(os.path.join(options.out, "folded.tsv"), "w", encoding="utf-8") as out:
        out.writelines("%s\t%s\n" % row for row in sorted(chosen.items()))
    print(f"{len(rows)} forms of the dictionary, {len(extra)} of the word list only, "
          f"{len(chosen)} folded forms, {len(set(chosen.values()))} lemmas", file=sys.stderr)


if __name__ == "__main__":
    main()
