from practices.models.library import LibraryStamp
from practices.models.pages import PracticeIndexPage, PracticePage
from practices.models.regulation import Regulation
from practices.models.review import ScopeReview

__all__ = ["LibraryStamp", "PracticeIndexPage", "PracticePage", "Regulation", "ScopeReview"]
