from practices.models.pages import PracticeIndexPage, PracticePage
from practices.models.regulation import Regulation

__all__ = ["PracticeIndexPage", "PracticePage", "Regulation"]
