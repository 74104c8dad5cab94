"""The words of rich text and of stream blocks, read from the stored form without resolving what they point to."""

from collections.abc import Iterable, Iterator

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from search.sources.base import one_line

WORDS = (blocks.CharBlock, blocks.TextBlock)
Part = str | tuple[type, int]  # words, or a snippet whose name stands in the text
ENDS = (".", "?", "!", ":", "…", "”")


def running_text(parts: Iterable[str]) -> str:
    """The parts as one line; a middle dot parts what ends without a mark, or they would read as one sentence."""
    texts = [text for part in parts if (text := one_line(part))]
    return " ".join(text if text.endswith(ENDS) else f"{text} ·" for text in texts).removesuffix(" ·")


def parts_of(page, names: list[str]) -> Iterator[Part]:
    """The words in the fields `names` of `page`, in their order, and the snippets that stand among them."""
    for name in names:
        model_field, value = page._meta.get_field(name), getattr(page, name)
        if isinstance(model_field, StreamField):
            yield from _parts(model_field.stream_block, value.raw_data)
        elif isinstance(model_field, RichTextField):
            yield get_text_for_indexing(value)
        else:
            yield str(value)


def _parts(block, value) -> Iterator[Part]:
    """Every child's words; numbers, choices and files have none."""
    if value in (None, ""):
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for item in value:
            if item["type"] in block.child_blocks:  # a block type of long ago is no longer shown either
                yield from _parts(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _parts(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _parts(block.child_block, item["value"] if _is_list_item(item) else item)
    elif isinstance(block, blocks.RichTextBlock):
        yield get_text_for_indexing(value)
    elif isinstance(block, WORDS):
        yield str(value)
    elif isinstance(block, SnippetChooserBlock):
        yield block.target_model, int(value)


def _is_list_item(item) -> bool:
    """Whether a list's item is in today's stored form, with type and id beside its value."""
    return isinstance(item, dict) and "value" in item and "type" in item
