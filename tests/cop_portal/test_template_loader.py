"""Templates that are laid out for a server say what Django's own say, in each language."""

import datetime

import pytest
from django.template import Context, Engine, Template, engines
from django.template.base import Origin, TextNode
from django.template.defaulttags import IfNode
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from cop_portal.template_loader import OWN, LaidOut, Loader


class Thing:
    name = "Rina & <b>Tono</b>"
    safe = mark_safe("<i>ya</i>")
    label = gettext_lazy("Praktik")
    nothing = None
    rows = [{"n": 1}, {"n": 2_340}]

    def title(self):
        return "judul <1>"

    def of(self, more):
        return more

    def delete(self):
        raise AssertionError("a template may not delete")

    delete.alters_data = True

    @property
    def broken(self):
        raise AttributeError("a mistake within a property")


VALUES = {
    "thing": Thing(),
    "rows": [{"n": 1}, {"n": 2_340}],
    "day": datetime.date(2026, 11, 30),
    "moment": datetime.datetime(2026, 11, 30, 20, 15, tzinfo=datetime.UTC),
    "function": lambda: "dipanggil & <u>",
    "items": {"items": "satu", "a": {"b": "dua"}},
    "kind": Thing,
    "count": 3,
    "ratio": 1234.5,
}
SAME = (
    "{{ thing.name }} {{ thing.safe }} {{ thing.label }} {{ thing.nothing }} {{ thing.rows.1.n }} {{ thing.title }}",
    "{{ thing.of }}|{{ thing.delete }}|{{ thing.missing }}|{{ missing }}|{{ missing.too }}|{{ rows.7 }}|{{ rows.a }}",
    "{{ items.items }} {{ items.a.b }} {{ items.a.c }} {{ items.keys|length }} {{ function }} {{ kind.name }}",
    "{{ day }} {{ moment }} {{ count }} {{ ratio }} {{ True }} {{ None }} {{ 'a&b' }} {{ \"<b>\"|upper }} {{ 1.5 }}",
    "{{ thing.name|default:'x'|truncatechars:count }} {{ missing|default:thing.name }} {{ thing.name|safe }}",
    "{% autoescape off %}{{ thing.name }}{% static 'cop/a&b.css' %}{% translate 'Praktik' %}{% endautoescape %}",
    "{% if missing %}a{% elif thing.name and count > 2 %}{% translate 'Praktik' %}{% else %}c{% endif %}",
    "{% for row in rows %}{{ forloop.counter }}{{ row.n }}{% translate 'Masuk' %}{% empty %}-{% endfor %}",
    "{% with a=thing.title b='x' %}{{ a }}{{ b }}{% endwith %}",
    "{% translate 'Praktik' %} {% translate 'Masuk' as word %}{{ word }} {% translate thing.name %}",
    "{% translate '5%' %}",
    "{% translate 'May' context 'month name' %} {% translate 'Praktik' noop %} {% translate 'Praktik'|upper %}",
    "{% blocktranslate %}Praktik{% endblocktranslate %} {% blocktranslate trimmed %} 100% {% endblocktranslate %}",
    "{% blocktranslate with name=thing.name %}Halo {{ name }}, 5%{% endblocktranslate %}",
    "{% blocktranslate count n=count %}{{ n }} praktik{% plural %}{{ n }} praktik semua{% endblocktranslate %}",
    "{% blocktranslate asvar word %}Praktik{% endblocktranslate %}{{ word }}",
    "{% language 'en' %}{% translate 'Masuk' %}{% endlanguage %} {% translate 'Masuk' %}",
    "{% url 'account_login' %} {% url 'account_login' as there %}{{ there }}",
    "{% url 'no such name' as gone %}{{ gone }}",
    "{% static 'cop/portal.css' %} {% static 'cop/portal.css' as sheet %}{{ sheet }}",
    "{% icon 'search' %} {% icon name='search' css='cop-mark' %} {% icon thing.nothing %}",
    "{% include 'components/badge.html' with text=thing.name only %}{% include 'components/badge.html' %}",
    "{% include which with text=thing.name only %}",
)


@pytest.fixture
def engine() -> Engine:
    return engines["django"].engine


def both(source: str, engine: Engine) -> tuple[Template, Template]:
    loads = "{% load i18n static cop %}" + source
    return Template(loads, engine=engine), LaidOut(loads, Origin("a"), "a", engine)


def shown(template: Template) -> str:
    return template.render(Context({**VALUES, "which": "components/badge.html"}))


@pytest.mark.parametrize("source", SAME)
def test_what_is_laid_out_reads_as_django_shows_it(source, engine):
    plain, laid_out = both(source, engine)
    for language in ("id", "en", "id", None):
        with translation.override(language):
            assert shown(laid_out) == shown(plain)


@pytest.mark.parametrize(
    ("source", "error"), [("{{ thing.broken }}", AttributeError), ("{% url 'no such name' %}", NoReverseMatch)]
)
def test_what_fails_in_django_fails_when_it_is_shown(source, error, engine):
    for template in both(source, engine):
        with pytest.raises(error):
            shown(template)


def test_what_is_fixed_becomes_text_and_nothing_else_does(engine):
    _, fixed = both("<a href=\"{% url 'account_login' %}\">{% icon 'search' %}{% translate 'Masuk' %}</a>", engine)
    _, varies = both("{% if count %}{% translate 'Masuk' %}!{% endif %}{{ count }}", engine)

    assert [type(node) for node in fixed.nodelist[-1:]] == [TextNode]
    assert "/akun/masuk/" in fixed.nodelist[-1].s
    assert "Masuk</a>" in fixed.nodelist[-1].s
    condition = next(node for node in varies.nodelist if isinstance(node, IfNode))
    assert [node.s for node in condition.conditions_nodelists[0][1]] == ["Masuk!"]


def test_the_loader_lays_out_the_portals_own_templates_once(engine):
    loader = engine.template_loaders[0]
    assert isinstance(loader, Loader)

    own, foreign = engine.get_template("base.html"), engine.get_template("wagtailadmin/login.html")
    assert isinstance(own, LaidOut)
    assert own.origin.name.startswith(OWN)
    assert type(foreign) is Template
    assert engine.get_template("base.html") is own
