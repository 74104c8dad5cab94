from practices.models.library import LibraryStamp
from practices.models.pages import PracticeIndexPage, PracticePage
from practices.models.regulation import Regulation

__all__ = ["LibraryStamp", "PracticeIndexPage", "PracticePage", "Regulation"]
