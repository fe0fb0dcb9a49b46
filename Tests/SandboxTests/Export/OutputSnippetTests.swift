import AWSClient
import AWSOperations
import BatchInference
import Foundation
import Predictions
import Testing

@testable import Sandbox

/// Lines that read outputs elsewhere, run as they are shown by the programs that they are for.
@Suite struct OutputSnippetTests {
    private static let folder = "snippets/out"
    private static let objects = [
        "a.csv.out": "NA,0.5,x\nB,0.25,y\n", "sub/b c'd.csv.out": "C,1,\"two\nlines\"\n", "other.txt": "no output\n",
    ]
    private static let columns = ["predicted_label", "probability", "it's \"x\"\n$HOME"]

    /// Stands in for s3fs, which reads S3 for pandas: the same calls, on boto3.
    private static let prelude = """
        import importlib.util, io, json, re, sys, types
        import pandas as pd
        if importlib.util.find_spec("s3fs") is None:
            import boto3
            s3 = boto3.client("s3")
            class S3FileSystem:
                def __init__(self, **options): assert not options, options
                def glob(self, pattern):
                    bucket, _, rest = pattern.partition("/")
                    sign = re.escape(rest).replace(r"\\*\\*/", "(.*/)?").replace(r"\\*", "[^/]*")
                    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]]
                    return [f"{bucket}/{key}" for key in keys if re.fullmatch(sign, key)]
            sys.modules["s3fs"] = types.SimpleNamespace(S3FileSystem=S3FileSystem)
            def opened(read):
                def call(path, **options):
                    bucket, _, key = path[5:].partition("/")
                    return read(io.BytesIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read()), **options)
                return call
            pd.read_csv, pd.read_json = opened(pd.read_csv), opened(pd.read_json)

        """
    private static let printing = """

        print(json.dumps([list(predictions.columns)] + [[str(v) for v in row] for row in predictions.values.tolist()]))
        """

    private func subject(
        _ key: String, _ running: RunningSandbox, form: RecordForm = .csv, columns: [String?] = columns
    ) -> OutputSnippet.Subject {
        OutputSnippet.Subject(
            S3Location(bucket: "flightdeck-demo", key: key), isPrefix: key == Self.folder, form: form, columns: columns,
            region: running.sandbox.region)
    }

    private func put(_ key: String, _ text: String, _ running: RunningSandbox) async throws {
        _ = try await running.client.send(
            PutObjectRequest(bucket: "flightdeck-demo", key: key, body: Array(text.utf8)))
    }

    private func fill(_ running: RunningSandbox) async throws {
        for (name, text) in Self.objects {
            try await put("\(Self.folder)/\(name)", text, running)
        }
    }

    @Test func theCommandLineCopiesOneAndAll() async throws {
        let python = try await PythonProgram(needing: ["awscli"])
        try await RunningSandbox.use { running in
            try await fill(running)
            for (key, expected) in [
                (Self.folder, ["./predictions/a.csv.out", "./predictions/sub/b c'd.csv.out"]),
                ("\(Self.folder)/sub/b c'd.csv.out", ["./b c'd.csv.out"]),
            ] {
                let text = try #require(OutputSnippet.awsCLI.text(subject(key, running)))
                let printed = try await python.run(
                    text: "set -e\n\(text) > /dev/null\nfind . -name '*.out' | LC_ALL=C sort\n", as: "sh",
                    against: running.sandbox)
                #expect(printed.split(separator: "\n").map(String.init) == expected)
            }
        }
    }

    @Test func pandasReadsOneAndAll() async throws {
        let python = try await PythonProgram(needing: ["pandas", "boto3"])
        try await RunningSandbox.use { running in
            try await fill(running)
            let first = [["NA", "0.5", "x"], ["B", "0.25", "y"]]
            for (key, rows) in [
                ("\(Self.folder)/a.csv.out", first), (Self.folder, first + [["C", "1.0", "two\nlines"]]),
            ] {
                let text = try #require(OutputSnippet.pandas.text(subject(key, running)))
                let printed = try await python.run(
                    text: Self.prelude + text + Self.printing, as: "py", against: running.sandbox)
                let found = try JSONDecoder().decode([[String]].self, from: Data(printed.utf8))
                #expect(found == [Self.columns] + rows)
            }
        }
    }

    @Test func pandasReadsJSONLines() async throws {
        let python = try await PythonProgram(needing: ["pandas", "boto3"])
        try await RunningSandbox.use { running in
            let key = "snippets/lines/a.json.out"
            try await put(
                key, "{\"label\": \"é\", \"p\": 0.5}\n{\"label\": \"B\", \"p\": 1}\n", running)
            let text = try #require(
                OutputSnippet.pandas.text(subject(key, running, form: .jsonLines, columns: ["label", "p"])))
            let printed = try await python.run(
                text: Self.prelude + text + Self.printing, as: "py", against: running.sandbox)
            #expect(
                try JSONDecoder().decode([[String]].self, from: Data(printed.utf8)) == [
                    ["label", "p"], ["é", "0.5"], ["B", "1.0"],
                ])
        }
    }

    @Test func whoeverHasAPresignedURLReadsTheObject() async throws {
        let python = try await PythonProgram(needing: ["boto3"])
        try await RunningSandbox.use { running in
            try await fill(running)
            let name = "sub/b c'd.csv.out"
            let url = try await running.client.presignedURL(
                of: S3Location(bucket: "flightdeck-demo", key: "\(Self.folder)/\(name)"), seconds: 60
            ).url
            let printed = try await python.run(
                text: """
                    import sys, urllib.request
                    sys.stdout.write(urllib.request.urlopen("\(url)").read().decode())
                    """, as: "py", against: running.sandbox)
            #expect(printed == Self.objects[name])
        }
    }

    /// Neither is among what the tests install; where somebody has them, their lines run, too.
    @Test(arguments: [OutputSnippet.polars, .duckDB])
    func othersReadAllWhereTheyAreInstalled(_ snippet: OutputSnippet) async throws {
        let module = snippet == .polars ? "polars" : "duckdb"
        guard let python = try? await PythonProgram(needing: [module]) else { return }
        try await RunningSandbox.use { running in
            try await fill(running)
            let text = try #require(snippet.text(subject(Self.folder, running)))
            // DuckDB's extensions are elsewhere: what it reads is put into files.
            let program =
                snippet == .polars
                ? """
                import os
                os.environ["AWS_ALLOW_HTTP"] = "true"
                \(text)
                rows = [list(row) for row in predictions.rows()]
                columns = predictions.columns
                """
                : """
                import duckdb, os
                for name, content in \(Self.pythonObjects).items():
                    os.makedirs(os.path.dirname("out/" + name), exist_ok=True)
                    open("out/" + name, "w").write(content)
                found = duckdb.sql('''\(text.split(separator: "\n").dropFirst(2).joined(separator: "\n"))'''
                    .replace("s3://flightdeck-demo/\(Self.folder)/", "out/"))
                columns, rows = found.columns, [list(row) for row in found.fetchall()]
                """
            let printed = try await python.run(
                text: program + "\nimport json\nprint(json.dumps([columns] + [[str(v) for v in r] for r in rows]))",
                as: "py", against: running.sandbox)
            let found = try JSONDecoder().decode([[String]].self, from: Data(printed.utf8))
            #expect(
                found == [Self.columns, ["NA", "0.5", "x"], ["B", "0.25", "y"], ["C", "1.0", "two\nlines"]],
                "\(program)")
        }
    }

    private static var pythonObjects: String {
        let data = (try? JSONEncoder().encode(objects)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
