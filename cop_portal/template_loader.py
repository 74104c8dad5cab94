"""A template loader for a server: what does not change from page to page is put together once.

Django resolves each text, address and icon of a template anew on each page. Here a template is parsed once for each
language, and what is fixed within a language becomes part of its text: `translate` and `blocktranslate` without
variables, `static`, `url` without arguments, `icon` with a constant name. Values that are plain text or sit where
their name says are taken the short way; everything else goes Django's way.
"""

from html import escape

from django.conf import settings
from django.template import Context, Template
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    TextNode,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.context import BaseContext
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode, construct_relative_path
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString
from django.utils.translation import get_language

OWN = str(settings.BASE_DIR / "templates")
CHANGES_WITHIN = {"endlanguage", "endautoescape"}  # what stands between says itself how it is read
MISSING = object()


class Loader(cached.Loader):
    """Keeps the portal's own templates as `LaidOut`, and those of libraries as Django does."""

    def __init__(self, engine, loaders):
        super().__init__(engine, loaders)
        self.laid_out: dict[str, Template] = {}

    def get_template(self, template_name, skip=None):
        key = self.cache_key(template_name, skip)
        found = self.laid_out.get(key)
        if found is None:
            found = super().get_template(template_name, skip)
            if found.origin.name.startswith(OWN) and not self.engine.debug:
                found = LaidOut(found.source, found.origin, found.name, self.engine)
            self.laid_out[key] = found
        return found

    def reset(self):
        super().reset()
        self.laid_out.clear()


class LaidOut(Template):
    """A template with a list of nodes for each language, parsed when it is first shown in it."""

    def __init__(self, source: str, origin, name: str, engine):
        self.source, self.origin, self.name, self.engine = source, origin, name, engine
        self.of_languages: dict[str | None, NodeList] = {}

    @property
    def nodelist(self) -> NodeList:
        language = get_language()
        found = self.of_languages.get(language)
        if found is None:
            found = self.of_languages[language] = self.compile_nodelist()
        return found

    def compile_nodelist(self) -> NodeList:
        parser = FoldingParser(self)
        nodes = parser.parse()
        self.extra_data = parser.extra_data
        return nodes


class FoldingParser(Parser):
    """Puts what is fixed into the text around it."""

    def __init__(self, template: LaidOut):
        engine = template.engine
        tokens = Lexer(template.source).tokenize()
        super().__init__(tokens, engine.template_libraries, engine.template_builtins, template.origin)
        self.context = Context()
        self.context.template = template
        self.may_fold = True

    def parse(self, parse_until=None):
        outside = self.may_fold
        self.may_fold = outside and CHANGES_WITHIN.isdisjoint(parse_until or ())
        try:
            return super().parse(parse_until)
        finally:
            self.may_fold = outside

    def compile_filter(self, token):
        return Expression(token, self)

    def extend_nodelist(self, nodelist, node, token):
        if type(node) is VariableNode:
            node = Value(node.filter_expression)
        elif type(node) is IncludeNode and not node.template.is_var and not node.template.filters:
            name = construct_relative_path(self.origin.template_name, node.template.var)
            node = Include(
                name, node.template, extra_context=node.extra_context, isolated_context=node.isolated_context
            )
        elif type(node) is BlockTranslateNode:
            node.render_token_list = _once(node.render_token_list)
        if self.may_fold and is_fixed(node):
            text = self._text_of(node)
            if text is not None:
                node = TextNode(text)
        if isinstance(node, TextNode) and nodelist and isinstance(nodelist[-1], TextNode):
            nodelist[-1].s += node.s
            return
        super().extend_nodelist(nodelist, node, token)

    def _text_of(self, node: Node) -> str | None:
        """What a fixed node says; None for an address that is not known, which fails when it is shown."""
        try:
            return str(node.render(self.context))
        except NoReverseMatch:
            return None


def is_fixed(node: Node) -> bool:
    """Whether a node says the same on every page of one language."""
    match node:
        case TranslateNode():
            return not node.asvar and not node.message_context and is_literal(node.filter_expression)
        case BlockTranslateNode():
            has_variables = node.render_token_list(node.singular)[1] or node.extra_context
            return not (has_variables or node.countervar or node.asvar or node.message_context)
        case StaticNode():
            return type(node) is StaticNode and node.varname is None and is_literal(node.path)
        case URLNode():
            return not (node.asvar or node.args or node.kwargs) and is_literal(node.view_name)
        case SimpleNode():
            given = [*node.args, *node.kwargs.values()]
            is_same = getattr(node.func, "is_fixed", False) and not node.takes_context
            return is_same and node.target_var is None and all(map(is_literal, given))
    return False


def is_literal(expression: FilterExpression) -> bool:
    if expression.filters:
        return False
    return not expression.is_var or expression.var.lookups is None


class Value(VariableNode):
    """`{{ … }}`: text is escaped at once, all else is formatted as Django does."""

    def render(self, context):
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value
        if kind is str:
            return SafeString(escape(value)) if context.autoescape else value
        return render_value_in_context(value, context)


class Expression(FilterExpression):
    """A value and its filters, whose names are looked up the short way."""

    __slots__ = ()

    def __init__(self, token, parser):
        super().__init__(token, parser)
        if self.is_var:
            self.var = Name(self.var.var)
        self.filters = [(function, [_quick(*arg) for arg in args]) for function, args in self.filters]

    def resolve(self, context, ignore_failures=False):
        if self.filters:
            return super().resolve(context, ignore_failures)
        if not self.is_var:
            return self.var
        try:
            return self.var.resolve(context)
        except VariableDoesNotExist:
            return super().resolve(context, ignore_failures)


def _quick(is_looked_up: bool, arg) -> tuple[bool, object]:
    return is_looked_up, Name(arg.var) if is_looked_up else arg


class Name(Variable):
    """A dotted name. Whatever is not simply there is looked up again as Django does, which knows what to do then."""

    def _resolve_lookup(self, context):
        if not isinstance(context, BaseContext):
            return super()._resolve_lookup(context)
        first, *others = self.lookups
        found = MISSING
        for values in reversed(context.dicts):
            if first in values:
                found = values[first]
                break
        if found is MISSING or callable(found):
            return super()._resolve_lookup(context)
        for name in others:
            try:
                found = found[name] if hasattr(type(found), "__getitem__") else getattr(found, name)
            except (AttributeError, KeyError, IndexError, TypeError, ValueError):
                return super()._resolve_lookup(context)
            if callable(found):
                return super()._resolve_lookup(context)
        return found


class Include(IncludeNode):
    """`{% include "…" %}` of a constant name, found once."""

    def __init__(self, name: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.name = name
        self.found: Template | None = None

    def render(self, context):
        if self.found is None:
            self.found = context.template.engine.select_template([self.name])
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.isolated_context:
            return self.found.render(context.new(values))
        with context.push(**values):
            return self.found.render(context)


def _once(render_token_list):
    """The text of a message and the names in it, put together once for each of its lists of tokens."""
    made = {}

    def render(tokens):
        if id(tokens) not in made:
            made[id(tokens)] = render_token_list(tokens)
        message, names = made[id(tokens)]
        return message, list(names)

    return render
