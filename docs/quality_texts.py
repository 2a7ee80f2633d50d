"""The sentences of docs/screening-quality.md between its tables. `docs.quality` writes the page."""

INTRODUCTION = """\
# How well screening works

`python -m docs.quality` writes this page from the labeled sets in `tests/quality`. Their README defines each category
and gives the reason for its label. Intervals are Wilson's, at 95 %. Two errors count equally: a deficient request that
passes, and a sound request that is returned.

- *Recall*: of what is deficient, the share that was returned.
- *Precision*: of what was returned, the share that is deficient.

A sound request that is returned can be cured. A deficient one that passes still needs a confirmed identity and two
people.

The page begins with the sets that say most: texts by writers from whom nothing was learned, and then by the five
writers from whom the score of reasons learned, each writer apart and the worst first. The sets of the last two parts
are mostly combined from lists, and the rules were developed beside them, so their figures are higher than those of real
requests will be.
"""

FAMILIES = """
## Families that no group shows

Texts that name one official, one signer or one series of case numbers are compared exactly, if they are at most 2,000.
So are all texts of a file with at most 2,000. The others are found by bands, and not always. `python -m bench.families`
hides texts for a few people among random ones. Each person of a family names another official. The first figure of a
cell is the share of these people beside whom at least one other was found. The second is the share that was returned,
which takes four people. Measured on November 29, 2026, and not repeated when this page is written. Among 1,000,000
random texts, the figures are the same.

| people, among 100,000 texts | 38 % the same | 46 % the same | 67 % the same |
| --- | --- | --- | --- |
| 2 | 12.9 % / – | 42.6 % / – | 96.5 % / – |
| 4 | 28.3 % / 3.5 % | 66.4 % / 15.4 % | 100.0 % / 92.8 % |
| 8 | 46.5 % / 21.7 % | 81.8 % / 53.3 % | 99.8 % / 99.6 % |
| 16 | 51.0 % / 29.3 % | 90.4 % / 77.7 % | 100.0 % / 100.0 % |
| 64 | 62.5 % / 51.0 % | 95.3 % / 91.0 % | 100.0 % / 100.0 % |
"""

UNSEEN = """
## Writers from whom nothing was learned

Three more writers composed texts one by one, after rules, weights and thresholds were fixed. They had seen neither the
program nor the texts above. The texts are synthetic, each with one label by its writer. Texts about which reasonable
people could disagree are left out. Every text is in a whole request, which the pack screens as it is. Each family and
each office names one official.

| reasons by | deficient returned | returned or marked | sound returned | sound of offices returned |
| --- | --- | --- | --- | --- |"""

UNSEEN_FAMILIES = """
Nothing was changed for these reasons and families. *Surface* are families varied by slots, typing errors, synonyms,
order and capitals. Families count as found by `boilerplate` or `reason`.

| families by | surface: returned | returned or marked | paraphrased: returned | returned or marked |
| --- | --- | --- | --- | --- |"""

UNSEEN_ADDRESSES = """
The addresses of the three writers were measured in turn. After each measurement, the forms that it found were added to
the rules. So the first measurement says what to expect of another writer: about one sound address in twenty is
returned, and one deficient address in sixteen passes. The goals are 2 % and 5 %.

| addresses by | first: deficient returned | first: sound returned | now: deficient | now: sound |
| --- | --- | --- | --- | --- |"""

OWN = """
## Combined from lists

The figures are of the part that was held out. The first measurement of it, with rules developed on the other part
alone, gave the following:

- Addresses: recall 99.8 % (498 of 499), and 2.9 % of the sound ones returned (33 of 1,134: letters for a box number,
  UMR, HC with a hyphen, kilometer addresses, ranch roads).
- Reasons: recall 100 % (149 of 149), and none of 358 sound ones returned.

The rules for those forms were then fixed. So the figures below no longer come from texts that nobody had looked at.
"""

ANOTHER_HAND = """
## By another hand

A second set, in `tests/quality/independent`, was written by somebody who saw neither the rules nor their vectors nor
the lists below. Its README explains how. Many of its texts were written to pass. It also labels as sound some forms
that people use, although Publication 28 writes them differently (a house number as a word, `HC Route`). Its rows are
combined from lists, so rows of one category resemble each other. The intervals apply to a share of rows *like these*.

The first measurement gave the following. Phrases that it found in addresses were added to the rules since.

- Addresses: recall 94.2 % (2,081 of 2,210), and 2.5 % of the sound ones returned (55 of 2,220).
- Reasons: recall 77.4 %. Boilerplate: recall 62.7 %.

The row score of reasons has learned from this set since. So the figures for reasons below are of a model that did not
learn from it, with thresholds of its own, as under *Reasons by writers*.
"""

BY_WRITERS = """
## Reasons by writers

Five writers who had not seen the rules composed the texts in `tests/quality/writers` one by one. All texts are
synthetic: they were not collected, and they are no sample of how people write. Each has one label, by its writer. Texts
about which reasonable people could disagree are left out of the figures.

The element `reason` uses a score that learned from labeled texts. So each line is of a writer who was left out: the
model and its thresholds know the texts of the other writers alone. The model that withhold uses learned from all of
them. The worst is first. A row that is *marked* has a note for the reviewers and the filer, which changes no outcome.

These figures are better than those of a writer whom nobody has seen are likely to be. The rules were written with the
texts at hand. How strict the thresholds are, and which rules ask for a score as well, was chosen among about twenty
variants by these same figures. With the strict threshold alone, and no rules, the mean recall was 78.7 % and the share
of sound texts returned 0.6 %.

The last line is the set by another hand, whose texts are mostly combined from lists. The goals are for the writers.
"""

ADDRESSES_BY_WRITERS = """
## Addresses by writers

The same five writers, each alone and the worst first. Texts about which reasonable people could disagree are left out,
among them addresses of jails and of offices of an agency. Before version 1.1.0 of the pack, 19.7 to 38.9 % of the sound
ones of a writer were returned, and 91.6 to 95.7 % of the deficient ones.

These figures are better than those of a writer whom nobody has seen are likely to be, because the rules were written
with the texts at hand. They are general forms and short lists. No text of the set is in them.

| writer | texts | recall | sound ones returned |
| --- | --- | --- | --- |"""

NAMED_PARTS = """
## The part that is named

A deficiency names the checks that fail. Each deficient text of a writer has a category, for example *missing number*,
and each category has the checks that are right for it (`tests/quality/measuring_checks.py`). Of the deficient texts
that are returned, these shares have one of them named. The worst writer is first. Which checks are right was decided
with the texts at hand, and so were the rules that name a part.

| writer | addresses | reasons |
| --- | --- | --- |"""

STATUTES = """
## Statutes

Each provision alone, in four usual spellings. The table of the Code that the pack uses also makes the groups, so this
shows how citations are read. It does not show how well the table knows what is criminal: a program made it, from words
in the text of each section. Before version 1.1.0 of the pack, 20 sections of Title 18 were met, and all others were
returned. One number of Title 18 that the table does not have is met: section 1352 is newer.

| provisions | number | met | met, with a question | returned | refused |
| --- | --- | --- | --- | --- | --- |"""

NEAR_DUPLICATES = """
## Reasons over many people, by writers

The same five writers composed families: one text over a dozen people, varied in one way. All families of a writer are
screened as one batch. So are the sound reasons of a writer's offices, which often close with the same sentence, and the
other sound reasons. No text of a writer has set the measure: reasons count as one text if 35 % of their groups of five
characters are the same. The persons named in these texts are not those of the rows, so their names are not masked. In
paraphrased families, most words differ. *With `reason`* adds the element `reason`, whose model left the writer out.

| writer | surface families | with `reason` | paraphrased, with `reason` | sound of offices returned | other sound |
| --- | --- | --- | --- | --- | --- |"""

GOALS = """
| goal, over the five writers | mean | worst | met |
| --- | --- | --- | --- |"""
