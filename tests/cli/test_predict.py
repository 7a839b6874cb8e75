"""``nndesk predict``: rows in, rows with outputs out."""

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import nndesk
from nndesk.cli import main
from nndesk.data.kinds import KINDS
from nndesk.project import edits, files
from nndesk.project.run import Run
from nndesk.resources import resource
from tests.cli.helpers import refused
from tests.experiments import tiny


def predicted(text: str, capsys: pytest.CaptureFixture[str], network: str = "net.nnd") -> list[list[str]]:
    Path("rows.csv").write_text(text, encoding="utf-8")
    assert main(["predict", network, "rows.csv"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return list(csv.reader(printed.out.splitlines()))


def test_predict_adds_output_and_class_to_the_rows(network: Run, capsys):
    rows = predicted("id,x2,x1\na,0.5,-1\nb,2,3e0\n", capsys)
    assert rows[0] == ["id", "x2", "x1", "output", "prediction"]
    assert [row[:3] for row in rows[1:]] == [["a", "0.5", "-1"], ["b", "2", "3e0"]]
    outputs = network.network.predict(np.array([[-1, 0.5], [3, 2]]))[:, 0]
    assert [float(row[3]) for row in rows[1:]] == outputs.tolist()
    assert [row[4] for row in rows[1:]] == ["1" if output > 0.5 else "0" for output in outputs]


def test_predict_takes_columns_by_position_where_their_number_is_right(network: Run, capsys):
    rows = predicted("width,height\n-1,0.5\n", capsys)
    assert rows[0] == ["width", "height", "output", "prediction"]
    assert float(rows[1][2]) == network.network.predict(np.array([[-1, 0.5]]))[0, 0]


def test_a_first_line_of_numbers_is_a_row(network: Run, capsys):
    rows = predicted("-1,0.5\n2,3\n", capsys)
    assert [row[:2] for row in rows] == [["x1", "x2"], ["-1", "0.5"], ["2", "3"]]


def test_a_first_line_that_counts_from_0_is_a_header(network: Run, capsys):
    rows = predicted("0,1\n2,3\n", capsys)
    assert [row[:2] for row in rows] == [["0", "1"], ["2", "3"]]


def test_predict_reads_what_spreadsheets_write(network: Run, capsys):
    rows = predicted('\ufeffx1,x2,note\r\n1,2,"a, b"\r\n\r\n3,4,\r\n', capsys)
    assert rows[0][:3] == ["x1", "x2", "note"]
    assert [row[2] for row in rows[1:]] == ["a, b", ""]


def test_a_header_without_rows_gives_a_header(network: Run, capsys):
    assert predicted("x1,x2\n", capsys) == [["x1", "x2", "output", "prediction"]]


def test_predict_writes_a_file(network: Run, folder: Path, capsys):
    Path("rows.csv").write_text("x1,x2\n1,2\n", encoding="utf-8")
    assert main(["predict", "net.nnd", "rows.csv"]) == 0
    printed = capsys.readouterr().out
    assert main(["predict", "net.nnd", "rows.csv", "-o", "out.csv"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (folder / "out.csv").read_text(encoding="utf-8") == printed


def test_several_classes_get_a_probability_each(capsys):
    assert main(["train", "digits", "--epochs", "1", "-o", "digits.nnd"]) == 0
    capsys.readouterr()
    data = nndesk.load_run("digits.nnd").data
    text = "\n".join(",".join(map(str, row)) for row in data.raw_test[:20])
    rows = predicted(text, capsys, "digits.nnd")
    assert rows[0][64:] == [*(f"p_{digit}" for digit in range(10)), "prediction"]
    for row in rows[1:]:
        probabilities = [float(cell) for cell in row[64:74]]
        assert sum(probabilities) == pytest.approx(1)
        assert row[74] == str(int(np.argmax(probabilities)))


def test_a_number_is_predicted_without_a_class(capsys):
    assert main(["train", "sine", "--epochs", "1", "-o", "sine.nnd"]) == 0
    capsys.readouterr()
    assert predicted("x\n1\n", capsys, "sine.nnd")[0] == ["x", "output"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x1,x2\n1,2\n3,four\n", 'rows.csv: line 3, column 2 (x2): is "four"; needs a number'),
        ("x2,x1\n1,2\n3,\n", "rows.csv: line 3, column 2 (x1): is empty; needs a number"),
        ("x1,x2\n1,nan\n", 'line 2, column 2 (x2): is "nan"'),
        ("x1,x2\n1,1_0\n", 'line 2, column 2 (x2): is "1_0"'),
        ("x1,x2\n1,2\n3\n", "rows.csv: line 3: has 1 cell; the first line has 2"),
        ("x1,x2\n1,2,3\n", "rows.csv: line 2: has 3 cells; the first line has 2"),
        ("a,b,c\n1,2,3\n", 'line 1: has 3 columns, none of them called "x1"; needs the columns x1, x2'),
        ("x1;x2\n1;2\n", "has 1 column, none of them called"),
        ("1,2,3\n", "line 1: has 3 columns"),
        ("x1,x2,x1\n1,2,3\n", 'line 1: has 2 columns "x1"'),
        ("x1,x2,output\n1,2,3\n", 'line 1: has a column "output"'),
        ("", "rows.csv: is empty; needs a header and rows with the columns x1, x2"),
        ('x1,x2\n"1,2\n', "line 2: is no CSV"),
        ("x1,x2\n1,2\n\udcff,4\n", "line 3: is not UTF-8 text"),
    ],
)
def test_a_bad_table_is_refused_by_line_and_column(
    network: Run, text: str, sentence: str, folder: Path, capsys
):
    (folder / "rows.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(["predict", "net.nnd", "rows.csv", "-o", "out.csv"], sentence, folder, capsys)


def test_numbers_that_overflow_the_network_are_refused(folder: Path, capsys):
    assert main(["train", "reg_plane", "--epochs", "1", "-o", "net.nnd"]) == 0
    capsys.readouterr()
    (folder / "rows.csv").write_text("x1,x2\n1,2\n1.7e308,-1.7e308\n1.7e308,1.7e308\n", encoding="utf-8")
    network = files.read("net.nnd")
    assert network.run is not None
    files.write("net.nnd", replace(network, run=replace(network.run, parameters=np.full(3, 2.0))))
    refused(
        ["predict", "net.nnd", "rows.csv", "-o", "out.csv"], "line 3: has no finite output", folder, capsys
    )


# -- categories and gaps --------------------------------------------------------------------------

BIRDS = """\
species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year
Adelie,Torgersen,39.1,18.7,181,3750,male,2007
Adelie,Torgersen,NA,NA,NA,NA,NA,2007
Gentoo,Biscoe,46.1,13.2,211,,female,2007
"""


def trained_on_penguins(missing: str) -> Run:
    experiment = edits.set_data_kind(tiny(data__scaling="standard"), "penguins")
    experiment = edits.set_values(experiment, {"data.missing": missing, "training.stop.epochs": 3})
    nndesk.save(nndesk.train(experiment), "birds.nnd")
    return nndesk.load_run("birds.nnd")


@pytest.mark.parametrize("missing", ["mean", "most_frequent", "category"])
def test_predict_takes_categories_by_name_and_fills_gaps_as_in_training(missing: str, capsys):
    run = trained_on_penguins(missing)
    rows = predicted(BIRDS, capsys, "birds.nnd")
    assert rows[0][8:] == ["p_Adelie", "p_Chinstrap", "p_Gentoo", "prediction"]
    assert rows[2][:8] == ["Adelie", "Torgersen", "NA", "NA", "NA", "NA", "NA", "2007"]
    nan = np.nan
    raw = [[2, 39.1, 18.7, 181, 3750, 1], [2, nan, nan, nan, nan, nan], [0, 46.1, 13.2, 211, nan, 0]]
    outputs = run.network.predict(raw)
    assert np.isfinite(outputs).all()
    assert [[float(cell) for cell in row[8:11]] for row in rows[1:]] == outputs.tolist()
    assert [row[11] for row in rows[1:]] == [run.data.classes[place] for place in outputs.argmax(axis=1)]


def test_the_rows_of_the_source_give_the_outputs_of_the_run(capsys):
    run = trained_on_penguins("mean")
    with gzip.open(resource("data/penguins.csv.gz"), "rt", encoding="ascii") as lines:
        rows = predicted(lines.read(), capsys, "birds.nnd")[1:]
    right = np.mean([row[0] == row[-1] for row in rows])
    both = run.confusion
    assert both is not None
    assert right == pytest.approx(np.trace(both.train + both.test) / 344)


def test_a_line_of_categories_and_numbers_is_a_row(capsys):
    run = trained_on_penguins("mean")
    rows = predicted("Dream,39,18,190,3700,\nBiscoe,46,13,211,4500,male\n", capsys, "birds.nnd")
    assert rows[0][:6] == list(run.data.kind.columns)
    assert [row[0] for row in rows[1:]] == ["Dream", "Biscoe"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Mars,39,18,190,3700,male", 'column 1 (island): is "Mars"; needs one of Biscoe, Dream, Torgersen'),
        ("Dream,wide,18,190,3700,male", 'column 2 (bill_length_mm): is "wide"; needs a number'),
        (
            "Dream,39,18,190,3700,",
            "column 6 (sex): is empty; needs one of female, male, or a network trained with data.missing as "
            "one of mean, most_frequent, category",
        ),
    ],
)
def test_a_cell_that_stands_for_nothing_is_named(line: str, sentence: str, folder: Path, capsys):
    trained_on_penguins("drop")
    header = ",".join(KINDS["penguins"].columns)
    Path("rows.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    refused(["predict", "birds.nnd", "rows.csv"], f"line 2, {sentence}", folder, capsys)
