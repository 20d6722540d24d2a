from classifier.batches import batches


def test_batches_are_read_as_they_are_asked_for() -> None:
    source = iter(range(10))
    assert next(batches(source, 3)) == [0, 1, 2]
    assert next(source) == 3
