"""Every fault that records can have: where it is, what it is called, and that none hides another."""

import ast
import time
from pathlib import Path

import pytest

from deconflict.diagnostics import CODES
from tests.support.seeds import INCIDENT, SOURCE, VOCABULARY, faults, read, report, write

RECORDS = Path(__file__).resolve().parents[2] / "plugins" / "deconflict" / "records"
LONG = "word " * 20_000

NEAR = "near_copy: {{of: {}, containment: 0.83, shingles: 412, measured: 2017-12-20}}"
MEASURE = {"of": "paper", "containment": "0.83", "shingles": 412, "measured": "2017-12-20"}
BY = "reason: So, by: An editor, date: 2018-01-02"

#: title -> (the source's text with one thing changed, the faults of it)
SOURCES = {
    "an alias": (("null\npub", "&t null\npub"), ["3:8: [alias] anchors are not allowed: '&t'"]),
    "a tag": (("title: null", "title: !!str Hello"), ["3:8: [alias] tags are not allowed: 'tag:yaml.org,2002:str'"]),
    "a merge key": (("language: en", "language: en\n<<: {url: null}"), ["7:1: [unknown-key] no key '<<' in the file"]),
    "no such day": (
        ("day: 2017-12-13", "day: 2017-02-30"),
        ["14:4: [bad-date] '2017-02-30' is no day of the calendar"],
    ),
    "no such day of publication": (
        ("published: 2017-12-15", "published: 2017-12-32"),
        ["4:12: [bad-date] '2017-12-32' is no day of the calendar"],
    ),
    "two days of publication": (
        ("url: null", "published_window: [2017-12-14, null]\nurl: null"),
        ["1:1: [bad-date] needs one of 'published' and 'published_window'"],
    ),
    "a window that ends first": (
        ("published: 2017-12-15", "published_window: [2017-12-14, 2017-12-13]"),
        ["4:19: [bad-date] 'published_window' ends before it begins"],
    ),
    "a day after publication": (
        ("day: 2017-12-13", "day: 2017-12-16"),
        ["14:4: [after-publication] '2017-12-16' lies after 2017-12-15, the day of publication"],
    ),
    "an act after publication": (
        ("published: 2017-12-15", "published: 2017-12-13"),
        [
            (
                "14:3: warning: [after-publication] 'north-mod' was said on 2017-12-14, "
                "after 2017-12-13, the day of publication"
            )
        ],
    ),
    "a window of one day": (
        ("published: 2017-12-15", "published_window: [2017-12-14]"),
        ["4:19: [bad-date] 'published_window' must be [day, day or null]"],
    ),
    "a window without a beginning": (
        ("published: 2017-12-15", "published_window: [null, 2017-12-14]"),
        ["4:19: [bad-date] 'published_window' must be [day, day or null]"],
    ),
    "a day in words of no calendar": (
        ("day: 2017-12-13", "day: Thursday 13 December"),
        ["14:4: [bad-date] 'Thursday 13 December': 13 December 2017 was a Wednesday"],
    ),
    "a speaker's id in capitals": (
        ("  spokesman: {", "  Spokes Man: {"),
        [
            "11:3: [bad-key] 'Spokes Man' cannot be a key of 'speakers'",
            "14:30: [unknown-speaker] no speaker 'spokesman'",
        ],
    ),
    "offsets without a hashed text": (
        ("quote: on Wednesday", "quote: on Wednesday, at: [0, 12]"),
        ["14:66: [bad-offsets] 'at' needs the text's 'seed_sha256'"],
    ),
    "offsets too far apart": (
        ("quote: on Wednesday", "quote: on Wednesday, at: [0, 13]"),
        ["14:66: [bad-offsets] 'at' must be [start, end], as far apart as the quote is long"],
    ),
    "offsets that are no numbers": (
        ("quote: on Wednesday", "quote: on Wednesday, at: [a, -1]"),
        [
            "14:66: [bad-offsets] 'at' must be [start, end], as far apart as the quote is long",
            "14:67: [bad-value] 'at' must be a whole number, not 'a'",
            "14:70: [bad-value] 'at' must be a whole number, not '-1'",
        ],
    ),
    "an amount without a unit": (
        ("bank: east", "distance: 3"),
        ["13:4: [bad-quantity] '3' is no length (units: m, km, ft, mi, smi, nmi)"],
    ),
    "an address that is none": (
        ("url: null", "url: javascript:alert(1)"),
        ["5:6: [bad-value] 'url' must be an http(s) address or null, not 'javascript:alert(1)'"],
    ),
    "a weekday for what is no date": (
        ("bank: east,", "bank: east, resolved: weekday,"),
        ["13:26: [bad-value] 'resolved' belongs to dates only"],
    ),
    "yes for a language": (
        ("language: en", "language: \u0663\u0663"),
        ["6:11: [bad-value] 'language' must be a language code of two letters, not '\u0663\u0663'"],
    ),
    "a number in foreign digits": (
        ("published: 2017-12-15", "published: \u0662\u0660\u0661\u0667-12-15"),
        ["4:12: [bad-value] 'published' must be a day as YYYY-MM-DD, not '\u0662\u0660\u0661\u0667-12-15'"],
    ),
    "a mark that turns the text": (
        ("publisher: The Paper", "publisher: The \u202erepaP"),
        ["2:12: [bidi-control] 'publisher' holds a mark that turns the direction of text"],
    ),
    "a copy of itself": (
        ("kind: original", "kind: original, copy_of: paper"),
        ["0:0: [cycle] 'paper' is, through its originals, a copy of itself"],
    ),
    "a key twice": (("url: null", "url: null\nurl: null"), ["6:1: [duplicate-key] 'url' stands twice in 'the file'"]),
    "a fact twice": (
        ("bank: east,", "bank: east, bank: west,"),
        ["13:16: [duplicate-key] 'bank' stands twice in 'claims'"],
    ),
    "null for a text": (("publisher: The Paper", "publisher: ~"), ["2:12: [empty] 'publisher' must be text, not null"]),
    "nothing": (("publisher: The Paper", "publisher:"), ["2:11: [empty] 'publisher' is empty, it must be text"]),
    "only spaces": (
        ("publisher: The Paper", 'publisher: "  "'),
        ["2:12: [empty] 'publisher' is empty, it must be text"],
    ),
    "another key": (
        ("key: paper", "key: papers"),
        ["1:6: [key-mismatch] key 'papers' is not the file's name 'paper'"],
    ),
    "a long quote": (
        ("quote: on Wednesday", "quote: one two three four five six seven eight nine"),
        ["14:48: [long-quote] the quote has 9 words, at most 8 are allowed"],
    ),
    "a missing key": (
        ("publisher: The Paper\n", ""),
        ["1:1: [missing-key] the file needs 'publisher' (as shown to readers)"],
    ),
    "a hash without a file": (
        ("url: null", f"url: null\nseed_sha256: {'0' * 64}"),
        ["1:1: [missing-key] 'seed_file' and 'seed_sha256' belong together"],
    ),
    "a speaker without an office": (
        ("name: A. Smith, role: spokesman, ", "name: A. Smith, "),
        [
            "11:14: [missing-key] spokesman needs 'role' (the office held that day)",
        ],
    ),
    "no list": (
        ("clusters: [north-mod, outlet-own]", "clusters: north-mod"),
        [
            "8:49: [not-a-list] 'clusters' must be a list",
        ],
    ),
    "no mapping": (("- {bank: east, reports: outlet}", "- bank"), ["13:3: [not-a-mapping] 'claims' must be a mapping"]),
    "no text": (
        ("title: null", "title: [a, b]"),
        ["3:8: [not-text] 'title' must be text, not a list or a mapping"],
    ),
    "two facts": (
        ("bank: east,", "bank: east, seen: true,"),
        ["13:3: [one-fact] a claim is about one fact, this one names 2 facts (bank, seen)"],
    ),
    "no fact": (("bank: east, ", ""), ["13:3: [one-fact] a claim is about one fact, this one names no fact"]),
    "two stances": (
        ("reports: outlet}", "reports: outlet, denies: outlet}"),
        ["13:3: [one-stance] a claim has one stance of asserts, denies, alleges, reports; this one has 2"],
    ),
    "no stance": (
        (", reports: outlet}", "}"),
        [
            "10:3: [unused-speaker] speaker 'outlet' makes no claim",
            "13:3: [one-stance] a claim has one stance of asserts, denies, alleges, reports; this one has none",
        ],
    ),
    "a tab": (("  outlet:", "\toutlet:"), ["10:1: [tab] found character that cannot start any token"]),
    "100,000 characters": (
        ("publisher: The Paper", f"publisher: {LONG}"),
        ["2:12: [too-long] 'publisher' has 99,999 characters, at most 600"],
    ),
    "100,000 characters of a value": (
        ("bank: east", f"bank: {LONG}"),
        ["13:10: [too-long] 'bank' has 99,999 characters, at most 300"],
    ),
    "100,000 characters of a key": (
        ("bank: east", f"? {'bank' * 25_000}\n  : east"),
        ["13:3: [one-fact]", "13:6: [too-long] a key of 'claims' has 100,000 characters"],
    ),
    "no such subject": (
        ("bank: east,", "bank: east, about: Su-255,"),
        ["13:23: [unknown-about] no subject 'Su-255'; did you mean 'Su-25'?"],
    ),
    "no such act": (
        ("origin: north-mod}", "origin: north-mode}"),
        ["11:69: [unknown-act] no act 'north-mode'; did you mean 'north-mod'?"],
    ),
    "no such actor": (
        ("bank: east", "who: southland republic"),
        ["13:4: [unknown-actor] no actor 'southland republic'"],
    ),
    "no such aircraft": (
        ("bank: east", "jets: 2 Su-255"),
        ["13:4: [unknown-aircraft] '2 Su-255' is no count of aircraft (a number, then a type); did you mean 'Su-25'?"],
    ),
    "no such code": (
        ("bank: east", "bank: easst"),
        ["13:4: [unknown-code] 'bank' has no code 'easst'; did you mean 'east'?"],
    ),
    "no such fact": (("bank: east", "bnak: east"), ["13:4: [unknown-fact] no fact 'bnak'; did you mean 'bank'?"]),
    "no such incident": (
        ("incident: grey-bay", "incident: gray-bay"),
        ["7:11: [unknown-incident] no incident 'gray-bay'; did you mean 'grey-bay'?"],
    ),
    "no such key": (
        ("publisher:", "publishers: x\npublisher:"),
        ["2:1: [unknown-key] no key 'publishers' in the file; did you mean 'publisher'?"],
    ),
    "no such place": (
        ("bank: east", "spot: near vilage"),
        ["13:4: [unknown-place] no place 'vilage'; did you mean 'village'?"],
    ),
    "no such side": (
        ("side: north,", "side: nort,"),
        ["11:54: [unknown-side] no side 'nort'; did you mean 'north'?"],
    ),
    "an outlet of a party": (
        ("side: reporter", "side: south"),
        ["10:36: [unknown-side] the outlet's own voice belongs to no party"],
    ),
    "a copy of nothing": (
        ("kind: original", "kind: original, copy_of: papers"),
        ["0:0: [unknown-source] no source 'papers' to be a copy of; did you mean 'paper'?"],
    ),
    "a near-copy of nothing": (
        ("kind: original", f"kind: original, {NEAR.format('papers')}"),
        ["0:0: [unknown-source] no source 'papers' to be a near-copy of; did you mean 'paper'?"],
    ),
    "a near-copy of itself": (
        ("kind: original", f"kind: original, {NEAR.format('paper')}"),
        ["0:0: [cycle] 'paper' is, through its originals, a copy of itself"],
    ),
    "a near-copy without measure": (
        ("kind: original", "kind: original, near_copy: {of: paper, containment: 1.2, shingles: 0}"),
        [
            "8:101: [missing-key] near_copy needs 'measured' (when the texts were measured)",
            "8:126: [bad-value] 'containment' must be a share from 0.00 to 1.00, not '1.2'",
            "8:141: [bad-value] 'shingles' must be a whole number, not '0'",
        ],
    ),
    "a speaker for nobody": (
        ("origin: north-mod}", "origin: north-mod, organisation: north-ministri}"),
        ["0:0: [unknown-organisation] speaker 'spokesman': no organisation 'north-ministri'; did you mean 'north-min"],
    ),
    "an outlet that speaks for somebody": (
        ("origin: outlet-own}", "origin: outlet-own, organisation: an-expert}"),
        ["10:80: [bad-value] the outlet's own voice speaks for no organisation"],
    ),
    "a correction of nothing": (
        ("reports: outlet}", "reports: outlet, revises: papers}"),
        ["13:3: [unknown-source] no source 'papers' to revise; did you mean 'paper'?"],
    ),
    "no such speaker": (
        ("asserts: spokesman", "asserts: spokeswoman"),
        [
            "11:3: [unused-speaker] speaker 'spokesman' makes no claim",
            "14:30: [unknown-speaker] no speaker 'spokeswoman'; did you mean 'spokesman'?",
        ],
    ),
    "no such word": (
        ("language: en", "language: en\nread: fully"),
        ["7:7: [unknown-word] 'read' cannot be 'fully'; did you mean 'full'?"],
    ),
    "no such kind": (
        ("kind: original", "kind: orginal"),
        ["8:80: [unknown-word] no origin kind 'orginal'; did you mean 'original'?"],
    ),
    "an act that is not listed": (
        ("reports: outlet}", "reports: outlet, origin: south-mod}"),
        ["13:41: [unlisted-act] act 'south-mod' is missing from 'clusters'"],
    ),
    "a speaker without a claim": (
        ("- {bank: east, reports: outlet}\n", ""),
        ["10:3: [unused-speaker] speaker 'outlet' makes no claim"],
    ),
    "no YAML": (("key: paper", "key: paper: x"), ["1:11: [yaml] mapping values are not allowed in this context"]),
    "two documents": (("language: en", "---\nlanguage: en"), ["6:1: [yaml] but found another document"]),
    "a control character": (("The Paper", '"Thé \x07"'), ["2:17: [yaml] character U+0007 is not allowed"]),
}
#: title -> (whole file, its faults)
FILES = {
    "an empty file": ("", ["1:1: [not-a-mapping] the file must be a mapping of keys to values"]),
    "comments only": ("# nothing\n\n", ["1:1: [not-a-mapping] the file must be a mapping of keys to values"]),
    "a list": ("- key: paper\n", ["1:1: [not-a-mapping] the file must be a mapping of keys to values"]),
    "a word": ("paper", ["1:1: [not-a-mapping] the file must be a mapping of keys to values"]),
    "another encoding": (SOURCE.encode("utf-16"), ["1:1: [invalid-utf8] byte 0xff is not UTF-8"]),
    "one bad byte": (
        SOURCE.replace("The Paper", "Thé P\x00per").encode().replace(b"\x00", b"\xe4"),
        ["2:17: [invalid-utf8] byte 0xe4 is not UTF-8"],
    ),
    "a bad byte after letters of many bytes": (
        "# \U0001f6e9 \u0447\nkey: \u0447\u0447".encode() + b"\xff",
        ["2:8: [invalid-utf8] byte 0xff is not UTF-8"],
    ),
    "laughs by the billion": (
        "a: &a [x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
        ["1:4: [alias] anchors are not allowed: '&a'", "2:4: [alias] anchors are not allowed: '&b'"],
    ),
    "one person under two ids": (
        SOURCE.replace(
            "claims:\n", "  chief: {name: Col. A. B. Smith, role: chief, side: north, origin: north-mod}\nclaims:\n"
        )
        .replace("A. Smith", "Ann Smith")
        .replace("A. B. Smith", "Ann Smith")
        + "- {seen: true, asserts: chief}\n",
        ["0:0: warning: [speaker-id] 'chief' has the name of 'spokesman', Ann Smith: one person, one id"],
    ),
    "a list that holds itself": (
        "claims: &a [*a]",
        ["1:9: [alias] anchors are not allowed: '&a'", "1:13: [alias] aliases are not allowed: write the value out"],
    ),
    "100,000 open brackets": (
        "claims: " + "[" * 100_000,
        ["1:58: [yaml] lists and mappings are nested more than 50 deep"],
    ),
    "100,000 dashes": ("- " * 100_000, ["1:101: [yaml] lists and mappings are nested more than 50 deep"]),
    "100,000 questions": ("? " * 100_000, ["1:101: [yaml] lists and mappings are nested more than 50 deep"]),
    "300 steps": (
        "".join(" " * n + "a:\n" for n in range(300)),
        ["51:51: [yaml] lists and mappings are nested more than 50 deep"],
    ),
}
#: title -> (file, change of its standard text, the faults of it)
OTHERS = {
    "a fact with a word of the format": (
        "vocabulary.yaml",
        ("  who: {", "  quote: {"),
        ["20:3: [bad-key] 'quote' is a word of the claim format and cannot be a fact"],
    ),
    "a quantity without a dimension": (
        "vocabulary.yaml",
        ("dimension: length, ", ""),
        ["16:3: [missing-key] 'distance' is a quantity and needs 'dimension'"],
    ),
    "codes of no code fact": (
        "vocabulary.yaml",
        ("type: boolean, cardinality: one,", "type: boolean, cardinality: one, codes: {a: b}, relation: free,"),
        [
            "21:63: [unknown-key] 'codes' belongs to a code, 'seen' is a boolean",
            "21:81: [unknown-key] 'relation' belongs to a code, 'seen' is a boolean",
        ],
    ),
    "an implied code that is none": (
        "vocabulary.yaml",
        ("implies: {north-east: [east]}", "implies: {north-east: [eats]}"),
        ["24:28: [unknown-code] 'bank' has no code 'eats'; did you mean 'east'?"],
    ),
    "a pair of three": (
        "vocabulary.yaml",
        ("[west, middle]]", "[west, middle, east]]"),
        ["24:65: [bad-value] 'compatible' lists pairs, this one has 3 codes"],
    ),
    "half a position": (
        "vocabulary.yaml",
        ("lat: 35.0, lon: 38.0", "lat: 35.0"),
        ["10:3: [missing-key] 'bay' needs both 'lat' and 'lon', or neither"],
    ),
    "a position off the map": (
        "vocabulary.yaml",
        ("lat: 35.0, lon: 38.0", "lat: 95, lon: -381.5"),
        [
            "10:42: [bad-value] 'lat' is beyond what a map here can show: 95",
            "10:51: [bad-value] 'lon' is beyond what a map here can show: -381.5",
        ],
    ),
    "a place in no place": (
        "vocabulary.yaml",
        ("name: Village, ", "name: Village, part_of: bya, "),
        ["12:37: [unknown-place] no place 'bya'; did you mean 'bay'?"],
    ),
    "a place without a kind": (
        "vocabulary.yaml",
        ("kind: town, lat: 35.1", "lat: 35.1"),
        ["12:12: [missing-key] village needs 'kind' (what it is)"],
    ),
    "types that are each other": (
        "vocabulary.yaml",
        ("facts:", "aircraft: {X: {label: X, is_a: [Y]}, Y: {label: Y, is_a: [X]}}\nfacts:"),
        ["13:12: [cycle] 'X' is, through its wider types, one of itself"],
    ),
    "a type without a name": (
        "vocabulary.yaml",
        ("facts:", "aircraft: {X: {is_a: [jte]}}\nfacts:"),
        [
            "13:15: [missing-key] X needs 'label' (shown to readers)",
            "13:23: [unknown-aircraft] no aircraft type 'jte'",
        ],
    ),
    "an actor without a name": (
        "vocabulary.yaml",
        ("north: {name: Northland, adjective", "north: {adjective"),
        ["5:10: [missing-key] north needs 'name' (shown to readers)"],
    ),
    "a side of two parties": (
        "vocabulary.yaml",
        ("south: [south]}", "south: [south, north]}"),
        ["3:54: [duplicate-key] side 'north' belongs to two parties"],
    ),
    "a party of no side": (
        "vocabulary.yaml",
        ("south: [south]}", "south: [sotuh, south]}"),
        ["3:47: [unknown-side] no side 'sotuh'; did you mean 'south'?"],
    ),
    "an area that the theatre lacks": (
        "vocabulary.yaml",
        ("open: [unsaid]}", "open: [unsaid], areas: {east: nowhere}}"),
        ["24:106: [unknown-place] the theatre has no feature 'nowhere'"],
    ),
    "another incident": (
        "incidents/grey-bay.yaml",
        ("key: grey-bay", "key: gray-bay"),
        [
            "2:6: [key-mismatch] key 'gray-bay' is not the file's name 'grey-bay'",
            "paper.yaml:7:11: [unknown-incident] no incident 'grey-bay'; did you mean 'gray-bay'?",
        ],
    ),
    "an act of no side": (
        "incidents/grey-bay.yaml",
        ("expert: {side: other", "expert: {side: others"),
        ["12:18: [unknown-side] no side 'others'; did you mean 'other'?"],
    ),
    "key facts that are none": (
        "incidents/grey-bay.yaml",
        ("acts:", "key_facts: [bnak, bank/Su-255, bank/Su-25]\nacts:"),
        [
            "5:13: [unknown-fact] no fact 'bnak'; did you mean 'bank'?",
            "5:19: [unknown-about] no subject 'Su-255'; did you mean 'Su-25'?",
        ],
    ),
    "an override without a reason": (
        "incidents/grey-bay.yaml",
        ("acts:", "overrides: {bank: {verdict: agred, by: An editor, date: 2018-02-30}}\nacts:"),
        [
            "5:19: [missing-key] bank needs 'reason' (why)",
            "5:29: [unknown-word] 'verdict' cannot be 'agred'; did you mean 'agreed'?",
            "5:57: [bad-date] '2018-02-30' is no day of the calendar",
        ],
    ),
    "a date that is none": (
        "incidents/grey-bay.yaml",
        ("date: 2017-12-13", "date: 2017-13"),
        ["4:7: [bad-date] '2017-13' is no day of the calendar"],
    ),
}


#: title -> (an editor's decisions, the faults of them)
DECISIONS = {
    "an unknown origin joined": (
        "{join: [north-navy, north-minstry], as: north-navy, BY}",
        ["6:3: [unknown-organisation] no origin 'north-minstry' in this incident; did you mean 'north-ministry'?"],
    ),
    "an outlet that reports nothing here": (
        "{join: [north-navy, 'outlet:the-papers'], as: north-navy, BY}",
        ["6:3: [unknown-organisation] no origin 'outlet:the-papers' in this incident; did you mean 'outlet:the"],
    ),
    "a join of one": (
        "{join: [north-navy], as: north-navy, BY}",
        ["6:10: [contradiction] a join needs two origins or more"],
    ),
    "a join as something else": (
        "{join: [north-navy, north-ministry], as: navy, BY}",
        ["6:44: [contradiction] 'navy' is not one of the origins that are joined"],
    ),
    "a join with a name": (
        "{join: [north-navy, north-ministry], as: north-navy, name: N, BY}",
        ["6:62: [contradiction] a join has no name of its own: 'as' has one"],
    ),
    "an origin twice in a join": (
        "{join: [north-navy, north-navy], as: north-navy, BY}",
        ["6:3: [contradiction] 'north-navy' is joined twice"],
    ),
    "two parties joined": (
        "{join: [north-navy, south-ministry], as: north-navy, BY}",
        ["6:3: [contradiction] organisations of two parties cannot be one origin"],
    ),
    "a decision on nothing": (
        "{as: north-navy, BY}",
        ["6:3: [one-decision] a decision joins or splits; this one does neither"],
    ),
    "a decision on two things": (
        "{join: [north-navy, north-ministry], split: [north-mod], as: north-navy, BY}",
        ["6:3: [one-decision] a decision joins or splits; this one does both"],
    ),
    "a decision without a reason": (
        "{join: [north-navy, north-ministry], as: north-navy, by: An editor, date: 2018-02-30}",
        [
            "6:3: [missing-key] independence needs 'reason' (why)",
            "6:77: [bad-date] '2018-02-30' is no day of the calendar",
        ],
    ),
    "a split of an unknown act": (
        "{split: [north-mid], as: staff, name: Staff, BY}",
        ["6:12: [unknown-act] no act 'north-mid'; did you mean 'north-mod'?"],
    ),
    "a split of the outlet's own": (
        "{split: [outlet-own], as: staff, name: Staff, BY}",
        ["6:12: [contradiction] act 'outlet-own' has no organisation to be split from"],
    ),
    "a split of two organisations": (
        "{split: [north-mod, north-navy], as: staff, name: Staff, BY}",
        ["6:11: [contradiction] a split is of acts of one organisation, this one of acts of 2 organisations"],
    ),
    "a split of no act": (
        "{split: [], as: staff, name: Staff, BY}",
        ["6:11: [contradiction] a split is of acts of one organisation, this one of no acts"],
    ),
    "a split without a name": (
        "{split: [north-mod], as: staff, BY}",
        ["6:3: [missing-key] a split needs 'name' (what readers call the origin that is split off)"],
    ),
    "a split into what there is": (
        "{split: [north-mod], as: north-navy, name: Navy, BY}",
        ["6:28: [contradiction] 'north-navy' is an origin already: a split needs a new key"],
    ),
    "a split that leaves nothing": (
        "{split: [north-mod, north-briefing], as: staff, name: Staff, BY}",
        ["6:3: [contradiction] nothing would be left of 'north-ministry': split fewer acts, or"],
    ),
    "an act split twice": (
        "{split: [north-mod], as: staff, name: Staff, BY}\n- {split: [north-mod], as: press, name: Press, BY}",
        ["7:3: [contradiction] 'north-mod' is split twice"],
    ),
    "two splits of one name": (
        "{split: [north-mod], as: staff, name: Staff, BY}\n- {split: [north-mod], as: staff, name: Staff, BY}",
        ["7:3: [contradiction] 'north-mod' is split twice", "7:3: [contradiction] two splits count as 'staff'"],
    ),
    "a split that is undone": (
        "{split: [north-mod], as: staff, name: Staff, BY}\n- {join: [north-ministry, staff], as: staff, BY}",
        ["7:3: [contradiction] 'staff' is split from 'north-ministry' and joined with it again"],
    ),
    "an origin joined twice": (
        "{join: [north-navy, an-expert], as: an-expert, BY}\n- {join: [ally-ministry, north-navy], as: north-navy, BY}",
        ["7:3: [contradiction] 'north-navy' is joined twice"],
    ),
}


def check(found, name, expected):
    wanted = [fault if fault.startswith("paper.yaml:") else f"{name}:{fault}" for fault in expected]
    missing = [fault for fault in wanted if not any(f.startswith(fault) for f in found)]
    assert not missing, found
    return wanted


@pytest.mark.parametrize("title", SOURCES)
def test_a_source_with_one_thing_wrong(tmp_path, title):
    (old, new), expected = SOURCES[title]
    assert SOURCE.count(old) == 1, "the change is made once"
    found = faults(tmp_path, {"paper.yaml": SOURCE.replace(old, new)})
    assert len(found) == len(check(found, "paper.yaml", expected)), found


@pytest.mark.parametrize("title", FILES)
def test_a_file_that_is_no_record(tmp_path, title):
    content, expected = FILES[title]
    check(faults(tmp_path, {"paper.yaml": content}), "paper.yaml", expected)


@pytest.mark.parametrize("title", OTHERS)
def test_a_vocabulary_or_incident_with_one_thing_wrong(tmp_path, title):
    name, (old, new), expected = OTHERS[title]
    text = VOCABULARY if name == "vocabulary.yaml" else INCIDENT
    assert text.count(old) == 1, "the change is made once"
    check(faults(tmp_path, {name: text.replace(old, new)}), name, expected)


@pytest.mark.parametrize("title", DECISIONS)
def test_a_decision_that_cannot_stand(tmp_path, title):
    decision, expected = DECISIONS[title]
    text = INCIDENT.replace("acts:", f"independence:\n- {decision.replace('BY', BY)}\nacts:")
    found = faults(tmp_path, {"incidents/grey-bay.yaml": text})
    assert len(found) == len(check(found, "incidents/grey-bay.yaml", expected)), found


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"a.yaml": report("a", [], published="2017-12-14", origin={"near_copy": MEASURE})},
            ["later-original"],
        ),
        ({"x.yml": "", "y.YAML": "", "sources/z.yml": "", "incidents/i.Yml": ""}, 4 * ["stray-file"]),
        ({"x.yaml/inside": ""}, ["unreadable"]),
        ({"vocabulary.yaml": None}, ["unreadable"]),
        ({"sources/paper.yaml": SOURCE}, ["duplicate-key"]),
        ({"incidents.yaml": 'incidents: [{key: grey-bay, title: "x", date: 2017-12-13}]'}, ["duplicate-key"]),
        ({"timeline.yaml": "events: [{date: 2017-02-31, event: x, urls: [ftp://x]}]"}, ["bad-date", "bad-value"]),
        (
            {"a.yaml": report("a", [], origin={"copy_of": "b"}), "b.yaml": report("b", [], origin={"copy_of": "a"})},
            ["cycle", "cycle"],
        ),
        (
            {
                "incidents/other.yaml": INCIDENT.replace("grey-bay", "other"),
                "a.yaml": report("a", [], incident="other", origin={"copy_of": "paper"}),
            },
            ["unknown-source"],
        ),
    ],
)
def test_faults_between_files(tmp_path, files, expected):
    found = faults(tmp_path, files)
    assert [
        f.partition("[")[2].partition("]")[0] for f in found if "unknown" in expected[0] or "unknown" not in f
    ] == expected


def test_no_folder_of_records(tmp_path):
    (found, *_) = read(tmp_path / "nowhere")[1]
    assert str(found) == ".:0:0: [unreadable] no such folder of records"


def test_all_faults_of_all_files_come_at_once(tmp_path):
    source = SOURCE
    for old, new in (
        ("publisher: The Paper\n", ""),
        ("language: en", "language: english"),
        ("bank: east", "bank: easst"),
        ("asserts: spokesman", "asserts: spokeswoman"),
    ):
        source = source.replace(old, new)
    found = faults(
        tmp_path,
        {
            "paper.yaml": source.replace("publisher", "x"),
            "other.yaml": SOURCE,
            "incidents/grey-bay.yaml": INCIDENT.replace("2017-12-13", "2017-12-33"),
            "vocabulary.yaml": VOCABULARY.replace("kind: town, lat: 36.0", "kind: village, lat: 36.0"),
        },
    )
    codes = sorted(f.partition("[")[2].partition("]")[0] for f in found)
    assert codes == [
        "bad-date",
        "bad-value",
        "key-mismatch",
        "missing-key",
        "unknown-code",
        "unknown-speaker",
        "unknown-word",
        "unused-speaker",
    ], found
    assert found == sorted(found, key=lambda f: f.split(":")[0])


def test_every_code_of_records_has_a_case():
    said = {
        node.value
        for path in RECORDS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in CODES
    }
    cases = [expected for _, expected in (*SOURCES.values(), *FILES.values(), *DECISIONS.values())]
    cases += [expected for *_, expected in OTHERS.values()]
    shown = {fault.partition("[")[2].partition("]")[0] for expected in cases for fault in expected}
    elsewhere = {"moved-quote", "stale-quote", "stray-file", "unreadable"}  # of folders, and of evidence
    elsewhere |= {"control-character", "snapshot-file"}  # of snapshots
    elsewhere |= {"later-original"}  # between files
    assert said - shown - elsewhere == {"empty"} - shown
    assert not elsewhere - said, "what is excepted is still said"


def test_a_fault_is_one_line_whatever_the_text_holds(tmp_path):
    found = faults(tmp_path, {"paper.yaml": SOURCE.replace("bank: east", 'bank: "ea\\nst \\e[31m \\u2028"')})
    assert len(found) == 1
    assert found[0].isprintable()


def test_the_helper_writes_sound_records(tmp_path):
    assert faults(tmp_path, {}) == []
    assert (write(tmp_path) / "paper.yaml").read_text(encoding="utf-8") == SOURCE


def test_aliases_do_not_multiply(tmp_path):
    """A list of 2,000 aliases of a list of 2,000 words would be four million words."""
    words, aliases = ", ".join(["east"] * 2000), ", ".join(["*w"] * 2000)
    began = time.perf_counter()
    found = faults(tmp_path, {"vocabulary.yaml": f"about: &w [{words}]\nfacts: {{x: {{compatible: [{aliases}]}}}}"})
    assert sum("aliases are not allowed" in fault for fault in found) == 2000
    assert time.perf_counter() - began < 3
