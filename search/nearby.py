"""What stands near when nothing was asked or nothing was found: practices, and questions that find something."""

from practices import library_index
from practices.facets import Library, Selection
from practices.finder import finder_table
from practices.library import practice_rows
from practices.library_index import LibraryIndex
from search import past
from search.containers import Containers
from search.forms import Question
from search.popular import MOST_COMPARED, most_used
from search.services import finds
from search.suggestions import Finder

NEAR = ("sub", "aspek")  # filters whose practices stand near an answer without results, nearest first
MOST_PRACTICES, MOST_QUESTIONS = 3, 4
MARKS = '-"“”„«»'


def start_for(reader) -> dict:
    """Where to begin without a question: the aspects that have practices, and the newest practices."""
    return {
        "aspects": [aspect for aspect in finder_table(reader) if aspect.count],
        "newest": practices_near(Question(), reader)["rows"],
    }


def practices_near(question: Question, reader, index: LibraryIndex | None = None) -> dict:
    """Practices of a chosen sub-aspect or aspect with its name, those that others used first; else the newest."""
    index = index or library_index.current()
    for name in NEAR:
        for value in question.filters.get(name, ()):
            part = Library(index, reader, Selection({name: (value,)}))
            if part.count:
                newest = part.ids(part.mask, 0, MOST_COMPARED)
                used = most_used(newest, MOST_PRACTICES)
                ids = list(dict.fromkeys([*used, *newest]))[:MOST_PRACTICES]
                return {
                    "name": part.label(name, value),
                    "is_popular": bool(used),
                    "rows": practice_rows(index, reader, ids),
                }
    everything = Library(index, reader, Selection())
    newest = everything.ids(everything.mask, 0, MOST_PRACTICES)
    return {"name": "", "is_popular": False, "rows": practice_rows(index, reader, newest)}


def questions_near(question: Question, reader, containers: Containers) -> list[str]:
    """Questions like one that finds nothing, four at most: without what it quotes or forbids, respelt, of others."""
    plain = " ".join(word for part in question.text.split() if not part.startswith("-") if (word := part.strip(MARKS)))
    found = [plain] if plain not in ("", question.text) and finds(Question(text=plain), reader, containers) else []
    found += Finder(reader, containers).questions(question.text)
    found += past.like(question.text, MOST_QUESTIONS)
    return [text for text in dict.fromkeys(found) if text != question.text][:MOST_QUESTIONS]
