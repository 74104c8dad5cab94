import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from search import truth


class Command(BaseCommand):
    """Tell the state of the search index; fails when an entry disagrees with its row."""

    help = "Entries per kind, what waits, and entries that disagree with their rows (a full comparison). Fails if any."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        state = truth.state()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(state)))
        else:
            self.tell(state)
        if not state.is_true:
            raise CommandError("The index does not say what the content says. Run search_rebuild.")

    def tell(self, state: truth.State) -> None:
        self.stdout.write(f"engine: {state.engine}, language version {state.language_version}")
        for kind, count in state.entries.items():
            self.stdout.write(f"{kind}: {count} entries, {state.disagreeing[kind]} disagree with their rows")
        self.stdout.write(f"full-text index: {self.of_index(state)}")
        self.stdout.write(f"gone: {state.gone}")
        self.stdout.write(f"with old roots: {state.old_roots}")
        self.stdout.write(f"refreshes that wait for the worker: {state.queued}")
        if state.engine == "elasticsearch":
            age = "" if state.oldest_waiting_seconds is None else f", the oldest for {state.oldest_waiting_seconds} s"
            self.stdout.write(f"waiting for Elasticsearch: {state.waiting}{age}")
            self.of_elasticsearch(state)

    def of_elasticsearch(self, state: truth.State) -> None:
        for entry, reason in state.refused.items():
            self.stdout.write(f"refused: {entry}: {reason}")
        told = state.elasticsearch
        self.stdout.write(f"Elasticsearch {told.get('version', '')}: {told['fault'] or told['health']}")
        for index in told.get("indexes", []):
            self.stdout.write(
                f"  {index['name']}: {index['use']}, {index['documents']} documents, {index['bytes']} bytes, "
                f"mapping {index['mapping_version']}, language {index['language_version']}"
            )

    def of_index(self, state: truth.State) -> str:
        if state.index_faults:
            return "lacks " + ", ".join(state.index_faults)
        return "whole" if state.is_index_in_step else "does not hold what the entries say"
