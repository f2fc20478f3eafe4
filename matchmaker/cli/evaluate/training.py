"""`matchmaker evaluate train | adapt`: weights from judged pairs, and an adapter of the encoder from open texts."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaker.cli.evaluate.context import (
    DATA_FOLDER,
    FILE,
    FOLDER,
    encoder_of,
    plain_encoder,
    print_figures,
    progress,
    told_errors,
)
from matchmaker.cli.result_file import OUT
from matchmaker.settings import Settings


@click.command()
@click.option("--queries", type=FILE, required=True)
@click.option("--candidates", type=FILE, required=True)
@click.option("--pairs", type=FILE, required=True, help="With levels 1 to 4.")
@click.option("--needs", type=FILE, help="Further needs without labels, in the form of QUERIES.")
@click.option("--texts", type=FILE, multiple=True, required=True, help="Open texts: JSON lines {title, abstract}.")
@click.option(
    "--registry",
    "registries",
    type=DATA_FOLDER,
    multiple=True,
    help="A folder with queries.jsonl, candidates.jsonl, pairs.csv (level 4: a partner): teaches when nobody fits.",
)
@click.option("--version", required=True, help="Names the weights; stored with every suggestion they make.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the three files of weights.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def train(
    queries: Path,
    candidates: Path,
    pairs: Path,
    needs: Path | None,
    texts: tuple[Path, ...],
    registries: tuple[Path, ...],
    version: str,
    out: Path,
    as_json: bool,
) -> None:
    """Train weights on labelled pairs and print what they are worth on needs not seen (grouped cross-validation).

    An adapter that lies in the folder OUT already changes the encoder they are trained with.
    """
    from embeddings import Segmenter
    from matchmaker.evaluation import files, partner_training, space_building
    from matchmaker.evaluation import train as training

    with told_errors(), progress() as report, encoder_of(out, choice="reference") as encoder:
        asked, people = files.read_queries(queries), files.read_candidates(candidates)
        data = training.TrainingData(
            queries=asked,
            candidates=people,
            pairs=files.read_pairs(pairs, asked, people),
            other_needs=files.read_queries(needs) if needs else [],
            open_texts=[text for path in texts for text in space_building.read_open_texts(path)],
            sources=tuple(f"{path.parent.name}/{path.name}" for path in (pairs, *texts, *registries)),
            registries=[partner_training.read_registry(folder) for folder in registries],
        )
        trained = training.train(data, encoder=encoder, segmenter=Segmenter(), version=version, progress=report)
        training.write_engine(trained.engine, out)
        print_figures(trained.figures, as_json)


@click.command()
@click.option("--texts", type=FILE, multiple=True, required=True, help="Open texts: JSON lines {title, abstract, ...}.")
@click.option("--needs", type=FILE, required=True, help="Needs without labels, in the form of QUERIES.")
@click.option("--without", type=FILE, help="Needs to leave out of them: those that figures are reported on.")
@click.option(
    "--experts",
    type=DATA_FOLDER,
    help="A folder with queries.jsonl, candidates.jsonl, pairs.csv; half of the queries are taught.",
)
@click.option("--held-out", type=OUT, help="Gets the pairs of the other half.")
@click.option("--steps", type=click.IntRange(min=1), default=140, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--out", type=FOLDER, required=True, help="Folder for the adapter; train the weights into it next.")
def adapt(
    texts: tuple[Path, ...],
    needs: Path,
    without: Path | None,
    experts: Path | None,
    held_out: Path | None,
    steps: int,
    seed: int,
    out: Path,
) -> None:
    """Train an adapter of the encoder on texts that belong together; an hour on one core."""
    from embeddings.adapter_training import Recipe
    from matchmaker.evaluation import adapt as adapting

    with told_errors(), progress() as report, plain_encoder() as encoder:
        adapting.adapt(
            adapting.Sources(texts, needs, without, experts, held_out),
            encoder=encoder,
            cache_dir=Settings().cache_path,
            model=Settings().model,
            recipe=Recipe(steps=steps, seed=seed),
            out=out,
            progress=report,
        )
