"""``list``, ``show``, ``text`` and ``search``: what the library holds."""

import click

from reader_app.cli.call import Call, subcommand
from reader_app.cli.texts import article_text
from reader_app.core.article import Article, State
from reader_app.export.records import article_record


@subcommand("list")
@click.option("--query", metavar="TEXT", default="", help="Only articles with all these words.")
@click.option("--tag", metavar="TAG", default="", help="Only articles with this tag.")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only these.")
def list_articles(call: Call, query: str, tag: str, state: str | None) -> None:
    """List the saved articles, last saved first."""
    with call.open() as library:
        articles = library.articles.list(query, tag, None if state is None else State(state))
    call.answer([article_record(article) for article in articles], map(_line, articles))


@subcommand("show")
@click.argument("name", metavar="ARTICLE")
def show(call: Call, name: str) -> None:
    """Show what is known of an article."""
    with call.open() as library:
        article = library.articles.find(name)
    call.answer(article_record(article), _description(article))


@subcommand("text")
@click.argument("name", metavar="ARTICLE")
def text(call: Call, name: str) -> None:
    """Write an article's reading text, a paragraph a line."""
    with call.open() as library:
        article = library.articles.find(name)
        whole = article_text(library, article)
    sections = [section.reading for section in whole.sections]
    shape = {"id": article.id, "title": article.title, "text": whole.reading, "sections": sections}
    call.answer(shape, whole.reading)


@subcommand("search")
@click.argument("wanted", metavar="TEXT")
def search(call: Call, wanted: str) -> None:
    """Search articles, quotes, notes and tags."""
    with call.open() as library:
        hits = library.search(wanted)
        articles = {hit.article_id: library.articles.get(hit.article_id) for hit in hits}
    call.answer(
        [
            {
                "article_id": hit.article_id,
                "title": articles[hit.article_id].title,
                "annotation_id": hit.annotation_id,
                "where": hit.where.value,
                "snippet": hit.snippet,
            }
            for hit in hits
        ],
        (
            f"{hit.article_id[:8]}  {articles[hit.article_id].title}\n          {hit.where}: {hit.snippet}"
            for hit in hits
        ),
    )


def _line(article: Article) -> str:
    return f"{article.id[:8]}  {article.state:<8}  {article.word_count:>7,} words  {article.title}"


def _description(article: Article) -> list[str]:
    fields = article_record(article)
    width = max(map(len, fields))
    return [
        f"{name.replace('_', ' '):<{width}}  {_readable(value)}".rstrip() for name, value in fields.items()
    ]


def _readable(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
