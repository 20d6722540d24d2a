"""How many articles bear each keyword of a site, counted by its database."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from classifier.spip.site import PUBLISHED, Site
from classifier.spip.values import as_number


def keyword_counts(site: Site, statuses: Sequence[str] = (PUBLISHED,)) -> Counter[int]:
    """Return id of keyword -> articles with one of these statuses."""
    part = site.schema.links
    links, articles = site.rows.table(part), site.rows.table("articles")
    bearer = links.c.id_objet if site.schema.is_modern else links.c.id_article
    question = (
        select(links.c.id_mot, func.count().label("articles"))
        .select_from(links.join(articles, articles.c.id_article == bearer))
        .where(articles.c.statut.in_(list(statuses)))
        .group_by(links.c.id_mot)
    )
    if site.schema.is_modern:
        question = question.where(links.c.objet == "article")
    return Counter({as_number(row["id_mot"]): row["articles"] for row in site.rows.read(part, question)})
