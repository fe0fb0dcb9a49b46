"""Outputs of transforms with all that makes them hard to read, and what pandas, csv and json read in them.

Takes the first and the last seed, and prints a JSON list of situations.
"""
import ast, base64, bz2, collections, csv, gzip, io, json, math, random, sys
import pandas as pd

csv.field_size_limit(1 << 30)
CELLS = [
    "a", "0.5", "1e5", "-0", "007", "x,y", 'say "hi"', '"', '""', "two\nlines", "two\r\nlines", " padded ", "é", "e\u0301",
    "日本", "a\u2028b", "\u2029", "\x85", "\x0c", "😀", ",", "'", "NaN", "nan", "inf", "null", "NA", "True", "\t", "tab\there",
    "[1, 2]", "{", "{}", "=1+1", "\\", "\\n", "1,5", "#", "\x1b[31m", "\x01",
]
TEXTS = [
    "a", "", "x,y", 'say "hi"', "two\nlines", "é", "日本", "a\u2028b", "}", "]", "{", "\\", "\\u0041", "null", "0.50", "😀", "[1]",
    "tab\t", "\x01", "a\x85b",
]
LITERALS = ["0.5", "1", "-2.25", "1e-07", "12345678901234567890", "0.10", "true", "false", "null", "NaN"]


class Literal(str):
    """A number or word of JSON as it is written."""


def csv_text(rows, r, end, has_last_end):
    def field(cell):
        needs_quotes = any(sign in cell for sign in ',"\n\r')
        return '"' + cell.replace('"', '""') + '"' if needs_quotes or r.random() < 0.1 else cell

    text = end.join(",".join(map(field, row)) for row in rows)
    return text + (end if rows and (has_last_end or rows[-1] == [""]) else "")


def encoded(value, r, style):
    comma, colon = {"compact": (",", ":"), "usual": (", ", ": ")}[style]
    if isinstance(value, Literal):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=r.random() < 0.5)
    if isinstance(value, list):
        return "[" + comma.join(encoded(v, r, style) for v in value) + "]"
    return "{" + comma.join(json.dumps(k) + colon + encoded(v, r, style) for k, v in value.items()) + "}"


def pretty(value, r, indent=0):
    space = " " * (indent + 2)
    if isinstance(value, dict) and value:
        inside = ",\n".join(space + json.dumps(k) + ": " + pretty(v, r, indent + 2) for k, v in value.items())
        return "{\n" + inside + "\n" + " " * indent + "}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(space + pretty(v, r, indent + 2) for v in value) + "\n" + " " * indent + "]"
    return encoded(value, r, "usual")


def shown(value):
    """What a cell shows: texts and literals as they are, null as nothing, the rest as JSON on one line."""
    if isinstance(value, Literal):
        return "" if value == "null" else str(value)
    if isinstance(value, str):
        return value

    def canonical(value):
        if isinstance(value, Literal):
            return str(value)
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=False).replace("\\b", "\\u0008").replace("\\f", "\\u000c")
        if isinstance(value, list):
            return "[" + ", ".join(map(canonical, value)) + "]"
        return "{" + ", ".join(canonical(k) + ": " + canonical(v) for k, v in value.items()) + "}"

    return canonical(value)


def flat(record):
    cells = {}

    def walk(value, name):
        if isinstance(value, dict) and (value or not name):
            for key, member in value.items():
                walk(member, f"{name}.{key}" if name else key)
        else:
            cells[name] = shown(value)

    walk(record, "")
    return cells


def columns_of(cells):
    columns = []
    for row in cells[:50]:
        columns += [name for name in row if name not in columns]
    return columns


def csv_situation(r, seed):
    width, given = r.randint(1, 5), r.randint(1, 4)
    is_wide, is_long = seed % 20 == 5, seed % 20 == 12
    if is_wide:
        width = 9000
    names = ["predicted_label", "probability", "f", "g", "h"][:width] if r.random() < 0.6 and not is_wide else []
    packing = r.choice([None, None, None, "gzip", "bzip2"])
    pack = {None: lambda b: b, "gzip": gzip.compress, "bzip2": bz2.compress}[packing]
    objects, rows, inputs = [], [], []
    for number in range(r.randint(1, 4)):
        count = r.randint(1, 2) if is_wide else r.choice([0, 1, 2, 5, 40, 60, 300])
        cells = CELLS if r.random() < 0.7 else ["A", "B", "C", "0.5", "0.25", ""]
        lines = [c for c in cells if "\n" not in c]
        own, beside = [], []
        for _ in range(count):
            own.append([r.choice(cells) if r.random() < 0.9 else "" for _ in range(width)])
            beside.append([r.choice(lines) for _ in range(given)])
            for row in (own[-1], beside[-1]):
                # A line without anything on it may be a record or none.
                if row == [""]:
                    row[0] = "z"
        if is_long and count and number == 0:
            own[count // 2][r.randrange(width)] = "word " * 500_000
        end, has_last_end = r.choice(["\n", "\r\n"]), r.random() < 0.7
        mark = "\ufeff" if own and r.random() < 0.15 else ""
        name = ("sub/" if r.random() < 0.3 else "") + f"{number}.csv"
        given_bytes = pack(csv_text(beside, r, end, has_last_end).encode())
        objects.append((name, given_bytes, (mark + csv_text(own, r, end, has_last_end)).encode(), own, beside))
    objects.sort(key=lambda item: item[0].encode())
    for _, _, _, own, beside in objects:
        rows += own
        inputs += beside
    return dict(
        accept="text/csv", isPacked=packing is not None, isJoined=False, responses=names,
        objects=[(name, given_bytes, written) for name, given_bytes, written, _, _ in objects],
        columns=[names[i] if names else None for i in range(width)] if rows else [], rows=rows,
        inputColumns=given, inputs=inputs)


def json_situation(r, seed):
    form = r.choice(["lines", "array", "predictions", "documents", "pretty documents", "lists", "joined", "joined lines"])
    style = r.choice(["compact", "usual"])
    count = r.choice([1, 2, 7, 40, 60, 250])
    keys = r.sample(["predicted_label", "probability", "score", "a b", "é", 'q"', "x.y", "日本", "label,1"], r.randint(1, 4))

    def value(depth=1):
        kind = r.random()
        if kind < 0.4:
            return r.choice(TEXTS)
        if kind < 0.75:
            return Literal(r.choice(LITERALS))
        if kind < 0.85:
            return [Literal("0.25"), Literal("0.75")]
        if depth:
            return {key: value(0) for key in r.sample(["0.1", "mean", "u v"], r.randint(0, 2))}
        return Literal("3")

    is_joined = form.startswith("joined")
    if form == "lists":
        width = r.randint(1, 4)
        records = [[r.choice([Literal("0.5"), Literal("1"), "x", "p,q", Literal("null")]) for _ in range(width)] for _ in range(count)]
        columns, rows = [None] * width, [[shown(v) for v in record] for record in records]
    else:
        records = [{key: value() for key in keys} for _ in range(count)]
        for record in records[1:]:
            if len(record) > 1 and r.random() < 0.2:
                record.pop(r.choice(list(record)))
        if is_joined:
            records = [{"SageMakerInput": {"f": Literal(i), "g": "w"}, "SageMakerOutput": o} for i, o in enumerate(records)]
        cells = [flat(record) for record in records]
        columns = columns_of(cells)
        # What only later rows have is another table's.
        for i, row in enumerate(cells):
            if not set(row) <= set(columns):
                records[i], cells[i] = records[0], cells[0]
        if is_joined:
            own = "SageMakerOutput"
            columns = [c for c in columns if c == own or c.startswith(own + ".")]
            rows = [[row.get(c, "") for c in columns] for row in cells]
            columns = [c[len(own) + 1:] if c.startswith(own + ".") else c for c in columns]
        else:
            rows = [[row.get(c, "") for c in columns] for row in cells]
    is_lines = form in ("lines", "lists", "joined lines")
    end = r.choice(["\n", "\r\n"])
    if is_lines:
        text = end.join(encoded(record, r, style) for record in records) + (end if r.random() < 0.7 else "")
    elif form in ("array", "joined"):
        text = pretty(records, r) if r.random() < 0.5 else encoded(records, r, style)
    elif form == "predictions":
        document = {"predictions": records}
        text = pretty(document, r) if r.random() < 0.5 else encoded(document, r, style)
    else:
        text = "\n".join(pretty(record, r) if form == "pretty documents" else encoded(record, r, style) for record in records)
    mark = "\ufeff" if r.random() < 0.1 else ""
    given = "".join(f'{{"f": {i}, "g": "w"}}\n' if is_joined else f"{i},{i % 3}\n" for i in range(len(rows)))
    return dict(
        accept="application/jsonlines" if is_lines else "application/json", isPacked=False, isJoined=is_joined, responses=[],
        objects=[("a.json" if is_joined else "a.csv", given.encode(), (mark + text).encode())],
        columns=columns, rows=rows, inputColumns=0, inputs=[])


def lists_situation(r, seed):
    width, count, has_labels = r.randint(2, 4), r.choice([1, 5, 60, 200]), r.random() < 0.6
    labels = r.sample(["Adelie", "Gentoo", "Chin, strap", "it's", 'O\'Neil "x"', "é", "yes", "1.0"], width)
    written, rows, first = [], [], None
    for number in range(count):
        values = [f"{r.random():.6f}" for _ in labels]
        order = list(range(width))
        if has_labels and r.random() < 0.3:
            r.shuffle(order)
        first = first or [labels[place] for place in order]
        row = [labels[number % width], "0.9", "[" + ", ".join(values[place] for place in order) + "]"]
        if has_labels:
            row.append(repr([labels[place] for place in order]))
        is_missing = number > 0 and r.random() < 0.03
        if is_missing:
            row[2] = ""
        written.append(row)
        rows.append(row[:2] + ([""] * width if is_missing else [values[labels.index(label)] for label in first]))
    text = io.StringIO()
    csv.writer(text, lineterminator=r.choice(["\n", "\r\n"])).writerows(written)
    assert not has_labels or ast.literal_eval(written[0][3]) == first
    return dict(
        accept="text/csv", isPacked=False, isJoined=False,
        responses=["predicted_label", "probability", "probabilities"] + (["labels"] if has_labels else []),
        objects=[("a.csv", "".join(f"{i},{i % 3}\n" for i in range(count)).encode(), text.getvalue().encode())],
        columns=["predicted_label", "probability"] + (first if has_labels else [f"probabilities {i + 1}" for i in range(width)]),
        rows=rows, inputColumns=2, inputs=[[str(i), str(i % 3)] for i in range(count)])


def statistics(cells):
    """What a column holds, as pandas has it."""
    column = pd.Series(cells, dtype=object)
    filled = column[column != ""]
    counts = filled.value_counts()
    numbers = []
    for cell in filled:
        try:
            number = float(cell) if cell.strip() == cell and "_" not in cell else math.nan
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            numbers.append(number)
    result = dict(missing=int(len(column) - len(filled)), distinct=int(len(counts)), numbers=None)
    # By lists: two names of a JSON object that look alike would be one to some readers.
    short = [(label, int(count)) for label, count in counts.items() if len(label) < 1000]
    result["labels"], result["counts"] = [label for label, _ in short], [count for _, count in short]
    if numbers:
        series = pd.Series(numbers)
        result["numbers"] = dict(
            count=len(numbers), minimum=float(series.min()), maximum=float(series.max()), mean=float(series.mean()),
            quantiles=[float(series.quantile(q)) for q in (0.01, 0.25, 0.5, 0.75, 0.99)])
    return result


def situation(seed):
    r = random.Random(seed)
    make = [csv_situation, json_situation, csv_situation, json_situation, lists_situation][seed % 5]
    found = make(r, seed)
    width = len(found["columns"])
    found["statistics"] = [statistics([row[i] for row in found["rows"]]) for i in range(min(width, 64))]
    found["seed"] = seed
    found["objects"] = [
        dict(name=name, input=base64.b64encode(given).decode(), output=base64.b64encode(written).decode())
        for name, given, written in found["objects"]
    ]
    return found


json.dump([situation(seed) for seed in range(int(sys.argv[1]), int(sys.argv[2]))], sys.stdout)
