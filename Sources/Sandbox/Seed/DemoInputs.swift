import AWSOperations
import ByteCompression

/// Input data to choose from: good, single, large, and bad in the ways that people meet.
struct DemoInputs {
    let species: TrainedJob
    let bodyMass: TrainedJob
    let ensemble: TrainedJob
    let sex: TrainedJob

    /// Every object with its bytes and content type.
    var objects: [(key: String, bytes: [UInt8], contentType: String)] {
        good + labelled + mistakes
    }

    /// Rows that still hold their target, at the place where the training data has it unless it says otherwise.
    ///
    /// `new-birds` fits each job, and none of them has had its rows. The others are each job's validation rows, on which
    /// its candidates were measured, and rows made of all the birds: those of `sex-season` have some whose sex nobody
    /// noted.
    private var labelled: [(key: String, bytes: [UInt8], contentType: String)] {
        func validation(_ job: TrainedJob, columns: [String]? = nil, header: Bool = false) -> [UInt8] {
            let table = columns.map(job.validation.selecting) ?? job.validation
            let lines = (header ? [table.columns] : []) + table.rows
            return Array(lines.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
        }
        var objects: [(key: String, bytes: [UInt8], contentType: String)] = []
        func add(_ key: String, _ bytes: [UInt8]) { objects.append(("labelled/\(key)", bytes, "text/csv")) }
        for part in 1...2 {
            let key = "new-birds/part-00\(part).csv"
            let rows = generator(Self.seed(of: key)).newBirds(300).rows
            add(key, Array(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8))
        }
        // The first column, below a header.
        add("species/validation.csv", validation(species, header: true))
        // In the middle.
        add("body-mass/validation.csv", validation(bodyMass))
        // The last column but one.
        add("sex/validation.csv", validation(sex))
        // The last column.
        add("ensemble/validation.csv", validation(ensemble, columns: ensemble.inputColumns + [ensemble.target]))
        for part in 1...2 {
            let key = "species-season/part-00\(part).csv"
            add(key, generator(Self.seed(of: key)).csv(columns: PenguinData.columns, rows: 400))
        }
        add("sex-season/part-001.csv", generator(6).csv(columns: PenguinData.columns, rows: 344))
        return objects
    }

    private var good: [(key: String, bytes: [UInt8], contentType: String)] {
        var objects: [(key: String, bytes: [UInt8], contentType: String)] = []
        for part in 1...6 {
            objects.append(csv("inbox/march/part-00\(part).csv", species, rows: 30 + 7 * part))
        }
        for (number, colony) in ["biscoe", "dream", "torgersen"].enumerated() {
            objects.append(csv("inbox/april/\(colony).csv", species, rows: 50 + number))
        }
        objects.append(csv("inbox/single/penguins.csv", species, rows: 80))
        for part in 1...3 {
            objects.append(csv("inbox/season-2025/colony-\(part).csv", species, rows: 1500))
        }
        for part in 1...4 {
            objects.append(csv("inbox/body-mass/part-00\(part).csv", bodyMass, rows: 40))
        }
        for part in 1...3 {
            objects.append(csv("inbox/sex/part-00\(part).csv", sex, rows: 35))
        }
        let manifest =
            #"[{"prefix":"s3://\#(DemoPlaces.bucket)/inbox/march/"},"part-001.csv","part-003.csv","part-005.csv"]"#
        objects.append(("inbox/manifests/march-odd.json", Array(manifest.utf8), "application/json"))
        return objects
    }

    private var mistakes: [(key: String, bytes: [UInt8], contentType: String)] {
        let columns = species.inputColumns
        var objects: [(key: String, bytes: [UInt8], contentType: String)] = []
        func add(_ key: String, _ bytes: [UInt8], _ type: String = "text/csv") {
            objects.append(("mistakes/\(key)", bytes, type))
        }
        add("header-row/part-001.csv", generator(1).csv(columns: columns, rows: 30, header: true))
        add("header-row/part-002.csv", generator(2).csv(columns: columns, rows: 30, header: true))
        add("target-left-in/part-001.csv", generator(3).csv(columns: columns + [species.target], rows: 30))
        add("target-left-in/part-002.csv", generator(4).csv(columns: columns + [species.target], rows: 30))
        let rows = generator(5).csv(columns: columns, rows: 30)
        add(
            "column-too-many/part-001.csv",
            rows.split(separator: 10).flatMap { Array($0) + Array(",seen twice\n".utf8) })
        let quoted = rows.split(separator: 10).prefix(10).flatMap { row in
            let cells = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            let first = Array("\"".utf8) + Array(cells.first ?? []) + Array("\n(checked)\"".utf8)
            return first + cells.dropFirst().flatMap { Array(",".utf8) + Array($0) } + [10]
        }
        add("quoted-line-breaks/birds.csv", quoted)
        add("gzip/part-001.csv.gz", Gzip.storing(rows), "application/gzip")
        add("empty-object/part-001.csv", [])
        add("empty-object/part-002.csv", rows)
        add("success-marker/_SUCCESS", [], "binary/octet-stream")
        add("success-marker/part-00000.csv", rows)
        for (key, bytes) in textMistakes(rows) { add(key, bytes) }
        add("mixed-packing/part-001.csv", rows)
        add("mixed-packing/part-002.csv.gz", Gzip.storing(rows), "application/gzip")
        add("earlier-outputs/part-001.csv", rows)
        add("earlier-outputs/part-001.csv.out", Array("Adelie\nGentoo\n".utf8))
        add("not-a-manifest/list.json", Array(#"{"files": ["part-001.csv"]}"#.utf8), "application/json")
        let manifest =
            #"[{"prefix":"s3://\#(DemoPlaces.bucket)/inbox/march/"},"part-001.csv","part-400.csv"]"#
        add("missing-in-manifest/list.json", Array(manifest.utf8), "application/json")
        // A prefix without its slash matches its siblings too.
        add("test/part-001.csv", rows)
        add("test_output/part-001.csv.out", Array("Adelie\nGentoo\n".utf8))
        return objects
    }

    /// Good rows, spoilt as text.
    private func textMistakes(_ rows: [UInt8]) -> [(key: String, bytes: [UInt8])] {
        let lines = rows.split(separator: 10)
        func joined(_ lines: [[UInt8]], by end: [UInt8] = [10]) -> [UInt8] { Array(lines.map { $0 + end }.joined()) }
        func changing(_ place: Int, _ change: ([UInt8]) -> [UInt8]) -> [UInt8] {
            joined(lines.enumerated().map { $0 == place ? change(Array($1)) : Array($1) })
        }
        return [
            ("byte-order-mark/part-001.csv", [0xEF, 0xBB, 0xBF] + rows),
            ("windows-line-ends/part-001.csv", joined(lines.map(Array.init), by: [13, 10])),
            ("not-utf8/part-001.csv", changing(4) { Array($0.dropLast()) + [0xE9] }),
            ("utf16/part-001.csv", [0xFF, 0xFE] + rows.flatMap { [$0, 0] }),
            ("semicolons/part-001.csv", rows.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ";") : $0 }),
            ("uneven-rows/part-001.csv", changing(7) { $0 + Array(",one more".utf8) }),
            ("blank-lines/part-001.csv", changing(2) { $0 + [10] }),
            ("bare-quotes/part-001.csv", changing(3) { Array("the \"small\" ".utf8) + $0 }),
            ("columns-shuffled/part-001.csv", joined(lines.map(Self.reversed))),
            ("parquet/part-001.csv", Array("PAR1".utf8) + rows),
            ("mac-line-ends/part-001.csv", joined(lines.map(Array.init), by: [13])),
            ("blank-lines-alone/part-001.csv", [10, 10, 10]),
            ("cut-off-gzip/part-001.csv.gz", Gzip.storing(rows).dropLast(100)),
            ("json-records/part-001.csv", joined(lines.map { Array("{\"bird\": \"".utf8) + $0 + Array("\"}".utf8) })),
            ("trailing-commas/part-001.csv", joined(lines.map { $0 + [UInt8(ascii: ",")] })),
            ("row-numbers/part-001.csv", joined(lines.enumerated().map { Array("\($0),".utf8) + $1 })),
            ("numbers-with-units/part-001.csv", joined(lines.map { Self.replacing(1, of: $0, with: "39.1 mm") })),
            ("other-words/part-001.csv", joined(lines.map { Self.replacing(0, of: $0, with: "BISCOE ISLAND") })),
        ]
    }

    private static func replacing(_ place: Int, of line: ArraySlice<UInt8>, with text: String) -> [UInt8] {
        var cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        cells[place] = Array(text.utf8)[...]
        return Array(cells.joined(separator: [UInt8(ascii: ",")]))
    }

    private static func reversed(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return Array(cells.reversed().joined(separator: [UInt8(ascii: ",")]))
    }

    /// Good rows in a bucket where no transform of this region can read them.
    var distant: (key: String, bytes: [UInt8], contentType: String) {
        csv("inbox/march/part-001.csv", species, rows: 30)
    }

    private func csv(_ key: String, _ job: TrainedJob, rows: Int) -> (key: String, bytes: [UInt8], contentType: String)
    {
        (key, generator(Self.seed(of: key)).csv(columns: job.inputColumns, rows: rows), "text/csv")
    }

    private func generator(_ seed: UInt64) -> InputGenerator {
        InputGenerator(seed: seed)
    }

    /// The same data at every start (FNV-1a of the key).
    private static func seed(of key: String) -> UInt64 {
        key.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
