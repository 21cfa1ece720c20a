"""The schema as data: what the migrations make, and the marks that name a library file.

Times are ISO 8601 text in UTC with microseconds, so that their order as text is their order in
time. What can be put in the trash has ``deleted_at``. Lists of names that are never searched by
one name (authors) are JSON; tags have tables of their own.
"""

from typing import Final

APPLICATION_ID: Final = 0x52647231
"""``PRAGMA application_id`` of a library: "Rdr1" in ASCII."""

SCHEMA_VERSION: Final = 4
"""``PRAGMA user_version`` of this program's libraries: how many migrations there are.

It stands here, apart from the migrations, so that opening a library that is up to date needs
neither the migrations nor sqlite-utils.
"""

FIRST_SCHEMA: Final = (
    """
    CREATE TABLE labels (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        color TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    """
    CREATE TABLE articles (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        authors TEXT NOT NULL,
        site TEXT NOT NULL,
        url TEXT NOT NULL,
        published TEXT NOT NULL,
        language TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        opened_at TEXT,
        state TEXT NOT NULL,
        progress REAL NOT NULL,
        version_id INTEGER REFERENCES article_versions(id) DEFERRABLE INITIALLY DEFERRED,
        deleted_at TEXT
    ) STRICT
    """,
    "CREATE INDEX articles_saved ON articles(saved_at) WHERE deleted_at IS NULL",
    "CREATE INDEX articles_opened ON articles(opened_at) WHERE deleted_at IS NULL",
    "CREATE INDEX articles_state ON articles(state, saved_at) WHERE deleted_at IS NULL",
    "CREATE INDEX articles_deleted ON articles(deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX articles_url ON articles(url) WHERE url <> ''",
    "CREATE INDEX articles_title ON articles(title)",
    "CREATE INDEX articles_version ON articles(version_id)",
    """
    CREATE TABLE article_versions (
        id INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        reading_file TEXT NOT NULL,
        original_file TEXT NOT NULL,
        word_count INTEGER NOT NULL,
        section_count INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        texts BLOB,
        UNIQUE (article_id, number)
    ) STRICT
    """,
    "CREATE INDEX article_versions_reading_file ON article_versions(reading_file)",
    "CREATE INDEX article_versions_original_file ON article_versions(original_file)",
    """
    CREATE TABLE article_tags (
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags(id),
        PRIMARY KEY (article_id, tag_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX article_tags_tag ON article_tags(tag_id)",
    """
    CREATE TABLE annotations (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        label_id TEXT NOT NULL REFERENCES labels(id),
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        modified_at TEXT NOT NULL,
        deleted_at TEXT
    ) STRICT
    """,
    "CREATE INDEX annotations_article ON annotations(article_id)",
    "CREATE INDEX annotations_label ON annotations(label_id)",
    "CREATE INDEX annotations_deleted ON annotations(deleted_at) WHERE deleted_at IS NOT NULL",
    """
    CREATE TABLE targets (
        annotation_id TEXT NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
        version_id INTEGER NOT NULL REFERENCES article_versions(id) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        section INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        exact TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        status TEXT NOT NULL,
        PRIMARY KEY (annotation_id, version_id, part)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX targets_version ON targets(version_id)",
    """
    CREATE TABLE annotation_tags (
        annotation_id TEXT NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags(id),
        PRIMARY KEY (annotation_id, tag_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX annotation_tags_tag ON annotation_tags(tag_id)",
    """
    CREATE TABLE collections (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE article_collections (
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        PRIMARY KEY (article_id, collection_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX article_collections_collection ON article_collections(collection_id, position)",
    """
    CREATE TABLE positions (
        article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
        section INTEGER NOT NULL,
        "offset" INTEGER NOT NULL,
        fraction REAL NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # One row for each thing that can be found. The two indexes below follow it by triggers, so
    # no statement elsewhere can leave them behind.
    """
    CREATE TABLE search_entries (
        id INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        annotation_id TEXT REFERENCES annotations(id) ON DELETE CASCADE,
        place TEXT NOT NULL,
        text TEXT NOT NULL,
        by_substring INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX search_entries_article ON search_entries(article_id, place)
        WHERE annotation_id IS NULL
    """,
    "CREATE INDEX search_entries_articles ON search_entries(article_id)",
    """
    CREATE UNIQUE INDEX search_entries_annotation ON search_entries(annotation_id, place)
        WHERE annotation_id IS NOT NULL
    """,
    "CREATE INDEX search_entries_substring ON search_entries(id) WHERE by_substring",
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        text, content='search_entries', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE VIEW search_substring_entries AS
        SELECT id, text FROM search_entries WHERE by_substring
    """,
    """
    CREATE VIRTUAL TABLE search_substrings USING fts5(
        text, content='search_substring_entries', content_rowid='id', tokenize='trigram'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entries BEGIN
        INSERT INTO search_words(rowid, text) VALUES (new.id, new.text);
        INSERT INTO search_substrings(rowid, text)
            SELECT new.id, new.text WHERE new.by_substring;
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entries BEGIN
        INSERT INTO search_words(search_words, rowid, text)
            VALUES ('delete', old.id, old.text);
        INSERT INTO search_substrings(search_substrings, rowid, text)
            SELECT 'delete', old.id, old.text WHERE old.by_substring;
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE OF text, by_substring ON search_entries BEGIN
        INSERT INTO search_words(search_words, rowid, text)
            VALUES ('delete', old.id, old.text);
        INSERT INTO search_substrings(search_substrings, rowid, text)
            SELECT 'delete', old.id, old.text WHERE old.by_substring;
        INSERT INTO search_words(rowid, text) VALUES (new.id, new.text);
        INSERT INTO search_substrings(rowid, text)
            SELECT new.id, new.text WHERE new.by_substring;
    END
    """,
)

FORMS_AND_ADDRESSES: Final = (
    "ALTER TABLE articles ADD COLUMN published_about INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article_versions ADD COLUMN form TEXT NOT NULL DEFAULT 'article'",
    "ALTER TABLE article_versions ADD COLUMN is_web_page INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article_versions ADD COLUMN is_doubtful INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article_versions ADD COLUMN archive_file TEXT NOT NULL DEFAULT ''",
    """
    CREATE INDEX article_versions_archive_file ON article_versions(archive_file)
        WHERE archive_file <> ''
    """,
    # Every address that an article was found under, as ``core.web_address.address_key`` gives it.
    """
    CREATE TABLE article_addresses (
        address TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        PRIMARY KEY (address, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX article_addresses_article ON article_addresses(article_id)",
    "DROP INDEX articles_url",
)

REVIEWS_AND_DRAWINGS: Final = (
    # "" for the label's color, and for the reader.
    "ALTER TABLE annotations ADD COLUMN color TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE annotations ADD COLUMN author TEXT NOT NULL DEFAULT ''",
    # Places on a version that come into question for an annotation whose status there is "review".
    """
    CREATE TABLE reviews (
        annotation_id TEXT NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
        version_id INTEGER NOT NULL REFERENCES article_versions(id) ON DELETE CASCADE,
        rank INTEGER NOT NULL,
        part INTEGER NOT NULL,
        section INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        exact TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        PRIMARY KEY (annotation_id, version_id, rank, part)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX reviews_version ON reviews(version_id)",
    # What is drawn on a page, beside the target that says on which one; lists of points are JSON.
    """
    CREATE TABLE drawings (
        annotation_id TEXT NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
        version_id INTEGER NOT NULL REFERENCES article_versions(id) ON DELETE CASCADE,
        x0 REAL NOT NULL,
        y0 REAL NOT NULL,
        x1 REAL NOT NULL,
        y1 REAL NOT NULL,
        strokes TEXT NOT NULL,
        width REAL NOT NULL,
        fill TEXT NOT NULL,
        PRIMARY KEY (annotation_id, version_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX drawings_version ON drawings(version_id)",
    """
    CREATE TABLE replies (
        annotation_id TEXT NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        author TEXT NOT NULL,
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        modified_at TEXT NOT NULL,
        PRIMARY KEY (annotation_id, position)
    ) STRICT, WITHOUT ROWID
    """,
)

PURGED_ANNOTATIONS: Final = (
    # Annotations that left the trash for good. What stands in a file, or in a list, is not taken for new
    # then, as long as its article is there.
    """
    CREATE TABLE purged_annotations (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX purged_annotations_article ON purged_annotations(article_id)",
)
