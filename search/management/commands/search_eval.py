import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.engines.elastic import client
from search.evaluation import files
from search.evaluation.judge import judge, summary
from search.evaluation.scratch import finder

ENGINES = ["database", "elasticsearch"]


class Command(BaseCommand):
    """Judge an engine's order of given documents by given answers; the portal's own index is not touched."""

    help = (
        "Load the documents into an index of their own, ask the questions, print nDCG@10, recall@10, MRR, zero results."
    )

    def add_arguments(self, parser):
        parser.add_argument("docs", type=Path, metavar="DOCS.jsonl", help="id, kind, title, body, scope, aspect")
        parser.add_argument(
            "queries", type=Path, metavar="QUERIES.jsonl", help="query, category, relevant: {id: grade}"
        )
        parser.add_argument("--engine", choices=ENGINES, default="database")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N questions answered worst")

    def handle(self, *args, **options):
        try:
            documents, queries = files.documents(options["docs"]), files.queries(options["queries"])
        except (OSError, ValueError) as reason:
            raise CommandError(f"Cannot read the set: {reason}") from reason
        if options["engine"] == "elasticsearch" and not client.is_configured():
            raise CommandError("ELASTICSEARCH_URL is not set.")
        with finder(documents, engine_name=options["engine"]) as find:
            verdicts = judge(queries, find)
        figures = summary(verdicts)
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        self.tell("all", figures)
        for category, values in figures["by_category"].items():
            self.tell(category, values)
        for verdict in sorted(verdicts, key=lambda each: each.ndcg)[: options["worst"]]:
            wanted = sorted(verdict.query.relevant, key=lambda pk: -verdict.query.relevant[pk])
            self.stdout.write(f"{verdict.ndcg:.3f} {verdict.query.text!r}\n  found  {verdict.found}\n  wanted {wanted}")

    def tell(self, name: str, figures: dict) -> None:
        """One line of figures."""
        self.stdout.write(
            f"{name:<12} {figures['queries']:>4} queries  nDCG@10 {figures['ndcg@10']:.3f}  "
            f"recall@10 {figures['recall@10']:.3f}  MRR {figures['mrr']:.3f}  zero results {figures['zero_results']}"
        )
