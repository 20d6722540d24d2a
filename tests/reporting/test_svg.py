from classifier.reporting.svg import bar, element, plot


def test_everything_that_comes_from_outside_is_escaped() -> None:
    drawn = plot('F1 "micro" <x>', 10, 20, bar(0, 0, 3, 4, "bar", "R&D </title><script>"))
    assert "<script>" not in drawn
    assert 'aria-label="F1 &#34;micro&#34; &lt;x&gt;"' in drawn
    assert "R&amp;D &lt;/title&gt;&lt;script&gt;" in drawn


def test_a_bar_is_never_narrower_than_nothing() -> None:
    assert 'width="0"' in bar(0, 0, -2.0, 4, "bar", "")


def test_names_become_those_of_svg() -> None:
    assert element("a", stroke_width=1.26, class_="b") == '<a stroke-width="1.3" class="b"></a>'
