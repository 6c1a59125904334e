"""Two drawings of one page become one: every sentence finds its twin, and nothing else changes."""

import re

from kinwork.family.intake.weaving import raw, read, woven

LANGUAGES = ("en", "es")
TEXT = re.compile(r"<[^>]+>")


def both(html: str, twin: str, **more) -> str:
    return woven(html, twin, languages=LANGUAGES, **more)


def test_a_sentence_stands_beside_its_twin_each_in_its_language():
    html = both("<h1>How soon?</h1>", "<h1>¿Para cuándo?</h1>")
    assert html == (
        '<h1><span class="kw-pair"><span lang="en" class="kw-pair__one">How soon?</span>'
        '<span lang="es" class="kw-pair__two">¿Para cuándo?</span></span></h1>'
    )


def test_the_twin_may_come_first():
    html = both("<p>Yes</p>", "<p>Sí</p>", twin_first=True)
    assert html.index("Sí") < html.index("Yes")


def test_a_smaller_line_stays_a_line_of_its_own_on_either_side():
    html = both("<p>Food<small>SNAP</small></p>", "<p>Comida<small>Cupones</small></p>")
    assert "Food<small>SNAP</small>" in html
    assert 'Comida<span class="kw-pair__more">Cupones</span>' in html


def test_what_is_alike_stands_once():
    assert both("<p>211</p>", "<p>211</p>") == "<p>211</p>"


def test_nothing_of_the_twin_can_be_pressed_or_filled_in():
    html = both(
        '<p>Call <a href="/x">us</a></p>',
        '<p>Llame <a href="/x" id="b">aquí</a> <input name="z"></p>',
    )
    assert html.count("<a ") == 1 and 'id="b"' not in html and "<input" not in html


def test_choices_that_sort_by_name_find_their_twin_by_value():
    def boxes(*pairs):
        return "".join(
            f'<div><input type="checkbox" name="only" value="{value}" id="i{n}">'
            f'<label for="i{n}">{words}</label></div>'
            for n, (value, words) in enumerate(pairs)
        )

    html = both(
        f"<div>{boxes(('wic', 'Food for babies'), ('heat', 'Heating'))}</div>",
        f"<div>{boxes(('heat', 'Calefacción'), ('wic', 'Comida de bebés'))}</div>",
    )
    said = [TEXT.sub("|", one) for one in html.split("</div>")]
    assert "Food for babies" in said[0] and "Comida de bebés" in said[0]
    assert "Heating" in said[1] and "Calefacción" in said[1]


def test_pages_that_differ_show_the_twin_below_as_text():
    html = both("<div><p>One</p></div>", "<div><p>Uno</p><ul><li>dos</li></ul></div>")
    assert html.startswith("<div><p>One</p>") and '<div class="kw-pair__below" lang="es">' in html
    assert "Uno" in html and "dos" in html and "<ul>" not in html


def test_options_hold_text_alone():
    html = both(
        '<select><option value="1">January</option></select>',
        '<select><option value="1">enero</option></select>',
    )
    assert '<option value="1">January · enero</option>' in html


def test_what_was_typed_stays_inert_and_is_not_read_twice():
    mean = "<p>Hello &lt;script&gt;alert(1)&lt;/script&gt; &amp; you</p>"
    html = both(mean, mean.replace("Hello", "Hola"))
    assert "<script" not in html and html.count("&lt;script&gt;") == 2
    area = '<textarea name="w">a &lt;b&gt; c</textarea>'
    assert both(area, area) == area


def test_a_link_keeps_its_twin_inside_and_its_sign_before_it():
    html = both(
        '<div><a class="usa-button" href="/a"><svg><use href="#add"></use></svg> A child</a> <a class="x" href="/b">Two</a></div>',
        '<div><a class="usa-button" href="/a"><svg><use href="#add"></use></svg> Un niño</a> <a class="x" href="/b">Dos</a></div>',
        twin_first=True,
    )
    assert (
        '<a class="usa-button" href="/a"><svg><use href="#add"></use></svg><span class="kw-pair">'
        in html
    )
    assert html.count("<a ") == 2 and "</a> <a" in html and "Un niño" in html


def test_a_page_is_given_back_as_it_was():
    html = (
        '<form method="post"><input type="hidden" name="v" value="1"><p>a <b>b</b><br>c</p></form>'
    )
    assert "".join(map(raw, read(html).kids)) == html
