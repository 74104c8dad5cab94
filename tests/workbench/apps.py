from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "tests.workbench"
    label = "workbench"

    def ready(self):
        from community import work
        from tests.workbench.models import Chore, do_chore

        work.register(Chore, do_chore, in_transaction=True)
