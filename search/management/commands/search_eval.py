import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.engines.elastic import client
from search.evaluation import comparison, files
from search.evaluation.judge import Verdict, judge, summary
from search.evaluation.scratch import NotMigrated, finder

ENGINES = ["database", "elasticsearch"]


class Command(BaseCommand):
    """Judge an engine's order of given documents by given answers; the portal's own index is not touched."""

    help = (
        "Load the documents into an index of their own, ask the questions, print nDCG@10, recall@10, MRR, "
        "zero results. Without files, the project's own set is judged."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument(
            "docs",
            type=Path,
            nargs="?",
            default=files.OWN_DOCUMENTS,
            metavar="DOCS.jsonl",
            help="id, kind, title, body, scope, aspect",
        )
        parser.add_argument(
            "queries",
            type=Path,
            nargs="?",
            default=files.OWN_QUERIES,
            metavar="QUERIES.jsonl",
            help="query, category, relevant: {id: grade}",
        )
        parser.add_argument("--engine", choices=ENGINES, default="database")
        parser.add_argument("--half", choices=files.HALVES, help="ask only the half to tune on, or the one held back")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--compare", type=Path, metavar="EARLIER.json", help="what --json printed before")
        parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N questions answered worst")

    def handle(self, *args, **options):
        try:
            documents, queries = files.documents(options["docs"]), files.queries(options["queries"])
            earlier = comparison.read(options["compare"]) if options["compare"] else None
        except (OSError, ValueError) as reason:
            raise CommandError(f"Cannot read the set: {reason}") from reason
        if options["engine"] == "elasticsearch" and not client.is_configured():
            raise CommandError("ELASTICSEARCH_URL is not set.")
        if options["half"]:
            queries = files.half(queries, options["half"])
        try:
            with finder(documents, engine_name=options["engine"]) as find:
                verdicts = judge(queries, find)
        except NotMigrated as reason:
            raise CommandError(str(reason)) from reason
        figures = summary(verdicts)
        if options["json"]:
            self.stdout.write(json.dumps(figures | comparison.by_question(verdicts), ensure_ascii=False))
            return
        self.tell("all", figures)
        for category, values in figures["by_category"].items():
            self.tell(category, values)
        self.tell_worst(verdicts, options["worst"])
        if earlier:
            self.stdout.write("\n".join(comparison.lines(earlier, figures | comparison.by_question(verdicts))))

    def tell(self, name: str, figures: dict) -> None:
        """One line of figures."""
        self.stdout.write(
            f"{name:<12} {figures['queries']:>4} queries  nDCG@10 {figures['ndcg@10']:.3f}  "
            f"recall@10 {figures['recall@10']:.3f}  MRR {figures['mrr']:.3f}  zero results {figures['zero_results']}"
        )

    def tell_worst(self, verdicts: list[Verdict], count: int) -> None:
        """The questions answered worst, with what was found and what was wanted."""
        for verdict in sorted(verdicts, key=lambda each: each.ndcg)[:count]:
            wanted = sorted(verdict.query.relevant, key=lambda pk: -verdict.query.relevant[pk])
            self.stdout.write(f"{verdict.ndcg:.3f} {verdict.query.text!r}\n  found  {verdict.found}\n  wanted {wanted}")
