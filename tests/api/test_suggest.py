import html
from typing import Any

import pytest
from fastapi.testclient import TestClient

from classifier.documents import Document
from classifier.text import clean

Json = dict[str, Any]

HEALTH = "L’hôpital de Thiès reçoit par visioconférence les avis des médecins de Dakar : la télésanté avance."
ENGLISH = "The regulator published the figures of the mobile market for the first quarter of the year yesterday. "
LONG = "Le régulateur mesure la qualité de service du réseau de l’opérateur à Saint-Louis. " * 61_000


def ask(client: TestClient, **article: object) -> Json:
    response = client.post("/api/suggest", json=article)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def test_an_answer_names_the_model_and_its_suggestions(client: TestClient, article: Document) -> None:
    answer = ask(client, title=article.title, text=article.text)
    assert list(answer) == ["model", "suggestions", "warnings"]
    assert answer["model"] == "small"
    assert len(answer["suggestions"]) == 10
    first = answer["suggestions"][0]
    assert list(first) == ["id", "label", "probability", "score", "threshold", "proposed", "source", "band", "evidence"]
    assert (first["id"], first["label"], first["source"]) == ("qualite-de-service", "Qualité de service", "model")
    assert list(first["evidence"][0]) == ["words", "weight", "places"]
    scores = [one["score"] for one in answer["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    for one in answer["suggestions"]:
        assert one["proposed"] is (one["probability"] >= one["threshold"])


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (1000, 78)])
def test_as_many_tags_as_asked(client: TestClient, limit: int, count: int) -> None:
    assert len(ask(client, text=HEALTH, limit=limit)["suggestions"]) == count


def test_reasons_are_left_out_when_nobody_asks(client: TestClient) -> None:
    explained, bare = (ask(client, text=HEALTH, explain=explain)["suggestions"] for explain in (True, False))
    assert explained[0]["evidence"]
    assert bare == [one | {"evidence": []} for one in explained]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "L’ARTP 📡 et la qualité de service",
            "Le réseau 📶📶 de l’opérateur est en panne 😡 : la qualité de service.",
        ),
        ("L'hôpital", "👩‍⚕️ L’hôpital d’Abéché s’équipe : la télésanté, l’aire d’accueil et le médecin d’à côté."),
        ("Qualit&eacute; de service", "<p>L&rsquo;op&eacute;rateur &amp; le r&eacute;seau&nbsp;: qualite\u0301.</p>"),
        ("LA QUALITE DE SERVICE DU RESEAU", "Un  réseau\u00a0mobile,\r\n\r\nla qua\u00adlité\tde service. 🇸🇳 Réseau !"),
    ],
    ids=["emoji", "apostrophes", "entities", "spaces"],
)
def test_places_quote_the_words_of_the_article_as_sent(client: TestClient, title: str, text: str) -> None:
    sent = {"title": title, "text": text}
    evidence = [one for tag in ask(client, **sent, limit=78)["suggestions"] for one in tag["evidence"]]
    assert {place["field"] for one in evidence for place in one["places"]} == {"title", "text"}
    for one in evidence:
        quoted = [sent[place["field"]][place["start"] : place["end"]] for place in one["places"]]
        assert quoted[0] == one["words"]
        assert {clean(words).lower() for words in quoted} == {clean(one["words"]).lower()}  # "&eacute;" is "é"


def test_html_is_read_as_its_text(client: TestClient) -> None:
    page = f"<p>{html.escape(HEALTH).replace('é', '&eacute;')}</p><style>.radio {{ color: red }}</style>"
    plain, marked = (ask(client, text=text, explain=False) for text in (HEALTH, page))
    assert plain["suggestions"] == marked["suggestions"]


def test_a_tag_outside_its_period_is_improbable(client: TestClient) -> None:
    dated = [tag for tag in client.get("/api/tags").json()["tags"] if tag["start"]]
    assert dated
    before = {one["id"]: one for one in ask(client, text=HEALTH, date="1980-01-01", limit=78)["suggestions"]}
    assert {before[tag["id"]]["probability"] for tag in dated} == {0.0}


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (ENGLISH * 3, "not-french", "ce texte ne semble pas être en français ; le modèle ne lit que le français."),
        (HEALTH.upper() * 2, "capitals", "texte en capitales, lu comme des minuscules"),
        ("La télésanté avance.", "short", "texte très court : les propositions sont moins sûres."),
    ],
)
def test_an_unusual_text_is_answered_with_a_warning(client: TestClient, text: str, code: str, sentence: str) -> None:
    answer = ask(client, text=text)
    assert len(answer["suggestions"]) == 10
    messages = {warning["code"]: warning["message"] for warning in answer["warnings"]}
    assert messages[code].startswith(sentence)


def test_five_megabytes_are_answered_with_a_warning(client: TestClient) -> None:
    assert len(LONG.encode()) > 5_000_000
    answer = ask(client, text=LONG, explain=False)
    assert [warning["code"] for warning in answer["warnings"]] == ["truncated"]
    assert answer["suggestions"][0]["label"] == "Qualité de service"


def test_half_an_emoji_is_answered(client: TestClient) -> None:
    body = b'{"title": "Kolda \\ud83d", "text": "La radio \\ude00 communautaire de Kolda, animateurs et auditeurs."}'
    response = client.post("/api/suggest", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert response.json()["suggestions"][0]["label"] == "Radios communautaires"
