from fastapi.testclient import TestClient

from classifier.vocabulary import Vocabulary


def test_the_vocabulary_of_the_model_in_service_is_told(client: TestClient, vocabulary: Vocabulary) -> None:
    answer = client.get("/api/tags").json()
    assert answer["model"] == "small"
    assert [tag["id"] for tag in answer["tags"]] == [tag.id for tag in vocabulary]


def test_a_tag_says_all_that_editors_know_of_it(client: TestClient, vocabulary: Vocabulary) -> None:
    for told, tag in zip(client.get("/api/tags").json()["tags"], vocabulary, strict=True):
        days = [day.isoformat() if day else None for day in (tag.period.start, tag.period.end)]
        assert told == {
            "id": tag.id,
            "label": tag.label,
            "kind": tag.kind,
            "count": tag.count,
            "scope_note": tag.scope_note,
            "not_for": tag.not_for,
            "start": days[0],
            "end": days[1],
            "former": list(tag.former),
            "later": list(tag.later),
            "synonyms": list(tag.synonyms),
        }
