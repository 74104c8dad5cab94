"""What changes the library as it is shown: adapters of a few lines."""

from django.db.models.signals import post_delete, post_save

from community.models import Aspect, Framework, Instansi, SubAspect
from practices import library_index
from practices.models import PracticePage
from practices.signals import practice_changed

practice_changed.connect(library_index.touch, dispatch_uid="library_practice_changed")
for model in (PracticePage, Instansi, Framework, Aspect, SubAspect):
    post_save.connect(library_index.touch, sender=model, dispatch_uid=f"library_{model.__name__}_saved")
    post_delete.connect(library_index.touch, sender=model, dispatch_uid=f"library_{model.__name__}_deleted")
