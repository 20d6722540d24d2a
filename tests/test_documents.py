from classifier.documents import Document


def test_the_digest_depends_on_everything_that_can_be_learned_from() -> None:
    document = Document("a", "Titre", "Texte", tags=("Radio",))
    others = [
        Document("b", "Titre", "Texte", tags=("Radio",)),
        Document("a", "Titre ", "Texte", tags=("Radio",)),
        Document("a", "Titre", "texte", tags=("Radio",)),
        document.with_tags("Radio", "Médias"),
    ]
    assert len({one.digest() for one in [document, *others]}) == 5
