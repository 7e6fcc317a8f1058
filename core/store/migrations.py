"""The schema of an assessment file, as numbered steps of raw SQL.

Step n (counting from 1) brings a file from version n - 1 to n; `PRAGMA user_version` says how many
were taken. A step is never edited once it was released, and this module imports nothing of ours,
so that a file of any age is brought up by exactly what was written for it. What a step adds to
an existing table needs a DEFAULT: the journal's older entries are read with it.

Decimals are TEXT (SQLite has no exact ones), dates ISO TEXT, lists JSON TEXT. A mark's value is
an integer as in `core.model.marks`; `words.id` is the position that marks of 等级 refer to.
A reference that may be blank (上级, an appeal without 指标) is "" and has no foreign key.
"""

from __future__ import annotations

APPLICATION_ID = 0x4B414F50  # "KAOP", at byte 68 of the file

_FIRST = """
CREATE TABLE settings (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    value TEXT
) STRICT;

CREATE TABLE indicators (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent TEXT NOT NULL,
    points TEXT,
    kind TEXT,
    dimension TEXT NOT NULL,
    level TEXT NOT NULL,
    rule TEXT NOT NULL,
    parameters TEXT NOT NULL,
    aggregation TEXT,
    criteria TEXT NOT NULL,
    source TEXT NOT NULL,
    categories TEXT NOT NULL
) STRICT;

CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    short TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE experts (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    employer TEXT NOT NULL,
    post TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    weight TEXT NOT NULL
) STRICT;

CREATE TABLE kinds (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    weight TEXT NOT NULL
) STRICT;

CREATE TABLE assignments (
    id INTEGER PRIMARY KEY,
    expert TEXT NOT NULL,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    indicator TEXT NOT NULL,
    UNIQUE (expert, kind, category, indicator)
) STRICT;

CREATE TABLE recusals (
    id INTEGER PRIMARY KEY,
    expert TEXT NOT NULL REFERENCES experts (code) DEFERRABLE INITIALLY DEFERRED,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    reason TEXT NOT NULL,
    UNIQUE (expert, unit)
) STRICT;

CREATE TABLE actuals (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    indicator TEXT NOT NULL REFERENCES indicators (code) DEFERRABLE INITIALLY DEFERRED,
    target TEXT,
    base TEXT,
    value TEXT,
    applies INTEGER NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (unit, indicator)
) STRICT;

CREATE TABLE adjustments (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    item TEXT NOT NULL,
    points TEXT NOT NULL,
    basis TEXT NOT NULL,
    UNIQUE (unit, item)
) STRICT;

CREATE TABLE vetoes (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    item TEXT NOT NULL,
    ceiling TEXT NOT NULL,
    UNIQUE (unit, item)
) STRICT;

CREATE TABLE grades (
    id INTEGER PRIMARY KEY,
    category TEXT NOT NULL,
    name TEXT NOT NULL,
    floor TEXT NOT NULL,
    quota TEXT,
    UNIQUE (category, name)
) STRICT;

CREATE TABLE committee (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    post TEXT NOT NULL,
    employer TEXT NOT NULL,
    role TEXT NOT NULL,
    "order" INTEGER
) STRICT;

CREATE TABLE opinions (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL,
    adopted INTEGER,
    note TEXT NOT NULL,
    UNIQUE (unit, text)
) STRICT;

CREATE TABLE monitoring (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    indicator TEXT NOT NULL REFERENCES indicators (code) DEFERRABLE INITIALLY DEFERRED,
    period TEXT NOT NULL,
    value TEXT,
    note TEXT NOT NULL,
    UNIQUE (unit, indicator, period)
) STRICT;

CREATE TABLE self_assessments (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    indicator TEXT NOT NULL REFERENCES indicators (code) DEFERRABLE INITIALLY DEFERRED,
    points TEXT,
    note TEXT NOT NULL,
    UNIQUE (unit, indicator)
) STRICT;

CREATE TABLE verifications (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    indicator TEXT NOT NULL REFERENCES indicators (code) DEFERRABLE INITIALLY DEFERRED,
    finding TEXT NOT NULL,
    value TEXT,
    method TEXT NOT NULL,
    verifier TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (unit, indicator)
) STRICT;

CREATE TABLE appeals (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    indicator TEXT NOT NULL,
    claim TEXT NOT NULL,
    received TEXT,
    decision TEXT NOT NULL,
    points TEXT,
    reason TEXT NOT NULL,
    decided TEXT
) STRICT;

CREATE TABLE result_uses (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    way TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (unit, way)
) STRICT;

CREATE TABLE rectifications (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    problem TEXT NOT NULL,
    indicator TEXT NOT NULL,
    requirement TEXT NOT NULL,
    responsible TEXT NOT NULL,
    deadline TEXT,
    reply TEXT NOT NULL,
    accepted INTEGER
) STRICT;

CREATE TABLE rounds (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    state TEXT NOT NULL,
    scope TEXT NOT NULL
) STRICT;

CREATE TABLE words (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE marks (
    unit INTEGER NOT NULL REFERENCES units (id) DEFERRABLE INITIALLY DEFERRED,
    leaf INTEGER NOT NULL REFERENCES indicators (id) DEFERRABLE INITIALLY DEFERRED,
    expert INTEGER NOT NULL REFERENCES experts (id) DEFERRABLE INITIALLY DEFERRED,
    round INTEGER NOT NULL REFERENCES rounds (number) DEFERRABLE INITIALLY DEFERRED,
    value INTEGER NOT NULL CHECK (value >= -1),
    PRIMARY KEY (unit, leaf, expert, round)
) STRICT, WITHOUT ROWID;

CREATE TABLE reasons (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    expert INTEGER NOT NULL,
    round INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (unit, leaf, expert, round),
    FOREIGN KEY (unit, leaf, expert, round) REFERENCES marks (unit, leaf, expert, round)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    target INTEGER,
    summary TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    rows BLOB NOT NULL,
    marks BLOB NOT NULL
) STRICT;

CREATE TABLE journal_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

INSERT INTO journal_head (id, seq, hash) VALUES (1, 0, '');

CREATE TRIGGER journal_keeps_entries BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_goes_on BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT seq + 1 FROM journal_head)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""

# Rounds with their times; ballots, returns, draws and publications. The rows that are there keep
# their cells: what a new column holds for them is its DEFAULT, in the journal as well.
_ROUNDS_AND_BALLOTS = """
ALTER TABLE rounds ADD COLUMN opened_at TEXT NOT NULL DEFAULT '';
ALTER TABLE rounds ADD COLUMN closed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE rounds ADD COLUMN absent TEXT NOT NULL DEFAULT '[]';

CREATE TABLE assessment_keys (
    id INTEGER PRIMARY KEY,
    assessment TEXT NOT NULL UNIQUE,
    seal_public TEXT NOT NULL,
    seal_secret TEXT NOT NULL
) STRICT;

CREATE TABLE ballots (
    id INTEGER PRIMARY KEY,
    ballot TEXT NOT NULL UNIQUE,
    round INTEGER NOT NULL REFERENCES rounds (number) DEFERRABLE INITIALLY DEFERRED,
    expert TEXT NOT NULL REFERENCES experts (code) DEFERRABLE INITIALLY DEFERRED,
    verify_key TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    plan_digest TEXT NOT NULL,
    superseded INTEGER NOT NULL
) STRICT;

CREATE TABLE returns (
    id INTEGER PRIMARY KEY,
    ballot TEXT NOT NULL UNIQUE REFERENCES ballots (ballot) DEFERRABLE INITIALLY DEFERRED,
    round INTEGER NOT NULL,
    expert TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    collected_at TEXT NOT NULL,
    recusals TEXT NOT NULL
) STRICT;

CREATE TABLE draws (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    drawn_at TEXT NOT NULL,
    seed TEXT NOT NULL,
    count INTEGER NOT NULL,
    field TEXT NOT NULL,
    excluded TEXT NOT NULL,
    pool TEXT NOT NULL,
    drawn TEXT NOT NULL
) STRICT;

CREATE TABLE publications (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    published_at TEXT NOT NULL,
    rules TEXT NOT NULL,
    digest TEXT NOT NULL,
    result TEXT NOT NULL,
    gaps TEXT NOT NULL,
    reopened_at TEXT NOT NULL,
    reopened_why TEXT NOT NULL
) STRICT;
"""

# Score sheets on paper that were keyed in and wait for a second person.
_KEYED_SHEETS = """
CREATE TABLE keyed_sheets (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    round INTEGER NOT NULL REFERENCES rounds (number) DEFERRABLE INITIALLY DEFERRED,
    expert TEXT NOT NULL REFERENCES experts (code) DEFERRABLE INITIALLY DEFERRED,
    book TEXT NOT NULL,
    plan TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE keyed_marks (
    id INTEGER PRIMARY KEY,
    sheet INTEGER NOT NULL REFERENCES keyed_sheets (number) DEFERRABLE INITIALLY DEFERRED,
    unit TEXT NOT NULL,
    indicator TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    cell TEXT NOT NULL,
    UNIQUE (sheet, unit, indicator)
) STRICT;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _ROUNDS_AND_BALLOTS, _KEYED_SHEETS)
