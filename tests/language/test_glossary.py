"""The glossary is complete, in order, and readable: each entry a sentence or two."""

import json
import re

import pytest

import sipabm
from sipabm.cli import main
from sipabm.language.glossary import GLOSSARY, glossary_rows

ASKED_FOR = (
    *("outcome payment", "social impact bond", "payment by results", "authority", "provider", "investor", "silo"),
    *(
        "cashable saving",
        "deadweight",
        "frontline resistance",
        "outcomes fund",
        "innovation house",
        "bending",
        "cohort",
    ),
    *(
        "net position",
        "posterior",
        "plausible range",
        "run",
        "luck",
        "lever",
        "mechanism",
        "practice",
        "pocket",
        "noise",
    ),
    *("quarter", "seed", "worst tenth", "guarantor", "sponsor"),
)


def test_the_words_that_outputs_use_are_explained():
    assert set(ASKED_FOR) <= set(GLOSSARY)


def test_entries_stand_by_the_alphabet():
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.lower)


@pytest.mark.parametrize("word", GLOSSARY)
def test_an_entry_is_one_or_two_short_sentences_that_do_not_begin_with_the_word(word):
    sentences = re.split(r"(?<=[.]) ", GLOSSARY[word])
    assert 1 <= len(sentences) <= 2 and GLOSSARY[word].endswith(".")
    assert all(len(sentence.split()) <= 36 for sentence in sentences)
    assert word.lower() not in GLOSSARY[word].lower().split(":")[0].split()[:2]


def test_it_is_printed_whole_or_by_a_word(capsys):
    assert main(["glossary"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in GLOSSARY] == list(GLOSSARY)
    assert main(["glossary", "payment", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["tables"]["glossary"]["rows"]
    assert [row["word"] for row in rows] == ["outcome payment", "payment by results"]


@pytest.mark.parametrize(
    ("word", "entries"),
    [
        ("SIB", ["social impact bond"]),
        ("sibs", ["social impact bond"]),
        ("pbr", ["payment by results"]),
        ("silos", ["silo"]),
        ("policies", ["policy"]),
        ("  innovation   houses ", ["innovation house"]),
        ("outcomes_fund", ["outcomes fund"]),
        ("outcome fund", ["outcomes fund"]),
        ("run", ["run"]),  # as a whole: no 'trunk', and no meaning that has it in passing
        ("conventional", ["ordinary contract"]),
        ("95 %", ["95 % interval"]),
        ("Worst tenth", ["worst tenth"]),
    ],
)
def test_a_word_is_found_as_a_whole_in_names_and_else_in_meanings(word, entries):
    assert [row["word"] for row in glossary_rows(word)] == entries


@pytest.mark.parametrize("word", ["dead", "(", "tenths of it"])
def test_a_part_of_a_word_is_no_word(word, line_of):
    assert f"no entry '{word}'" in line_of(lambda: glossary_rows(word))


def test_in_python_it_is_a_table_of_words():
    assert sipabm.glossary() == GLOSSARY


def test_a_word_that_is_not_there_names_the_nearest(line_of):
    assert "did you mean 'deadweight'?" in line_of(lambda: glossary_rows("deadwait"))
