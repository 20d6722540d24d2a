from pathlib import Path

import pytest

from classifier.spip import Tally, keyword_counts, open_site, read_documents
from spip_sites import invented, write_sqlite


@pytest.mark.parametrize("version", ["2.1", "3", "4"])
def test_the_database_counts_what_an_import_counts(tmp_path: Path, version: str) -> None:
    path = write_sqlite(tmp_path / "site.sqlite", version, invented(version))
    with open_site(str(path)) as site:
        counts, tally = keyword_counts(site), Tally()
        assert len(list(read_documents(site, tally))) == tally.articles
        assert {one.id: counts[one.id] for one in site.keywords()} == {
            one.id: tally.tags[one.id] for one in site.keywords()
        }
        assert keyword_counts(site, ("prepa",))[1] == 1
