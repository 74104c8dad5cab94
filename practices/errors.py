"""What the rules of practices refuse."""

from django.utils.translation import gettext_lazy as _

from community.errors import RuleBroken


class PracticeIncomplete(RuleBroken):
    """A practice lacks what readers need; `missing` maps its fields to what is wanted."""

    message = _("Praktik ini belum lengkap, jadi belum dapat diterbitkan.")

    def __init__(self, missing: dict[str, str]):
        super().__init__(missing)
        self.missing = missing


class PracticeUnderReview(RuleBroken):
    message = _("Praktik ini sedang ditinjau. Tunggu hasil tinjauan, atau batalkan pengajuannya dahulu.")
