import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

/// The merge of two listings against a simple model that holds all of both.
@Suite struct OutputMergeTests {
    private static let start = 1_000_000.0

    private static func object(_ key: String, size: Int?, at time: Double?) -> S3Object {
        S3Object(
            key: key, sentSize: size, sentTime: time.map(Timestamp.init(secondsSinceEpoch:)),
            eTag: "\"\(key.utf8.count)\"")
    }

    /// What the merge should come to, by sets of whole keys.
    private struct Model {
        var counts = OutputCounts()
        var states: [ByteText: OutputRow.State] = [:]

        init(inputs: [S3Object], outputs: [S3Object], input: S3Location, output: S3Location, run: RunStart) {
            let mapping = OutputMapping(input: input, output: output)
            var written: [ByteText: S3Object] = [:]
            for object in outputs where object.key.hasByteSuffix(".out") { written[ByteText(object.key)] = object }
            var taken: [ByteText: (rank: Int, input: String)] = [:]
            var known: [ByteText: S3Object] = [:]
            for object in inputs where !(object.key.hasByteSuffix("/") && object.$size == 0) {
                known[ByteText(object.key)] = object
            }
            // The likelier reading first, for all inputs, before the next.
            for rank in 0..<3 {
                for key in known.keys.sorted()
                where !taken.values.contains(where: { $0.input.hasSameBytes(as: key.string) }) {
                    let candidate = ByteText(mapping.outputKey(for: key.string, reading: rank))
                    if written[candidate] != nil, taken[candidate] == nil { taken[candidate] = (rank, key.string) }
                }
            }
            let outputOf = Dictionary(uniqueKeysWithValues: taken.map { (ByteText($1.input), written[$0]!) })
            for (key, object) in known {
                guard let found = outputOf[key] else {
                    counts.addInput(size: object.$size, isWritten: false)
                    states[key] = .missing
                    continue
                }
                let origin = run.origin(of: found.$lastModified)
                counts.addInput(size: object.$size, isWritten: origin != .earlierRun)
                states[key] = origin == .earlierRun ? .earlier : .written
                counts.addOutput(size: found.$size, time: found.$lastModified, run: run, hasInput: true)
            }
            for (key, object) in written where taken[key] == nil {
                let origin = run.origin(of: object.$lastModified)
                states[key] = origin == .earlierRun ? .earlier : .extra
                counts.addOutput(size: object.$size, time: object.$lastModified, run: run, hasInput: false)
            }
            counts.missing = counts.inputs - counts.written
        }
    }

    private static let pieces = [
        "a", "b", "a.csv", "-", ".", "/", ".out", "out", "\u{e9}", "e\u{301}", "~", "0", "_", " ",
    ]

    private static func names(_ random: inout SeededRandom, count: Int) -> [String] {
        var names: Set<ByteText> = []
        for _ in 0..<count * 3 where names.count < count {
            let parts = (0...Int(random.next() % 4)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
            let name = parts.joined()
            if !name.hasByteSuffix("/") { names.insert(ByteText(name)) }
        }
        return names.sorted().map(\.string)
    }

    /// 300 pairs of listings of keys that are prefixes of one another, in pages that come in any order.
    @Test(arguments: 1...300 as ClosedRange<UInt64>) func itAgreesWithTheModel(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let input = S3Location(bucket: "b", key: "x/in/")
        let output = S3Location(bucket: "b", key: "out")
        let run = RunStart(Timestamp(secondsSinceEpoch: Self.start + 0.7))
        let names = Self.names(&random, count: 60)
        let times: [Double?] = [Self.start - 1, Self.start, Self.start + 5, nil]
        func size() -> Int? { [0, 5, nil, 1000][Int(random.next() % 4)] }
        let inputs = names.filter { _ in random.next() % 4 > 0 }.map {
            Self.object("x/in/" + $0, size: size(), at: Self.start - 50)
        }
        let outputs = names.filter { _ in random.next() % 4 > 0 }.map {
            Self.object("out/" + $0 + ".out", size: size(), at: times[Int(random.next() % 4)])
        }.sorted { ByteText($0.key) < ByteText($1.key) }
        var merge = OutputMerge(input: input, output: output, run: run)
        // Pages of both, each side's in order or not, side by side.
        var pages: [(isInput: Bool, objects: [S3Object])] = []
        for (isInput, objects) in [(true, inputs), (false, outputs)] {
            var rest = objects[...]
            while !rest.isEmpty {
                let count = Int(random.next() % 9) + 1
                pages.append((isInput, Array(rest.prefix(count))))
                rest = rest.dropFirst(count)
            }
        }
        pages.shuffle(using: &random)
        if seed % 3 == 0, let again = pages.randomElement(using: &random) { pages.append(again) }
        for page in pages {
            if page.isInput { merge.takeInputs(page.objects) } else { merge.takeOutputs(page.objects) }
        }
        merge.endInputs()
        let rows = OutputRows(merge, inputsAreWhole: true, outputsAreWhole: true)
        let model = Model(inputs: inputs, outputs: outputs, input: input, output: output, run: run)
        #expect(rows.counts == model.counts)
        #expect(rows.count == model.states.count)
        for (position, row) in rows.enumerated() {
            #expect(row.state == model.states[row.id], "\(row.id)")
            #expect(rows.state(at: position) == row.state)
            #expect(rows.outputSize(at: position) == row.output?.$size)
            if let found = row.output {
                #expect(outputs.contains(found))
                if let input = row.input {
                    #expect(merge.mapping.outputKeys(for: input.key).contains { $0.hasSameBytes(as: found.key) })
                }
            }
        }
        let keys = rows.filter { $0.input != nil }.map(\.id)
        #expect(keys == keys.sorted())
        // The same inputs, and the outputs listed again.
        var again = merge.withoutOutputs(run: run)
        for page in pages where !page.isInput { again.takeOutputs(page.objects) }
        #expect(OutputRows(again, inputsAreWhole: true, outputsAreWhole: true).counts == rows.counts)
    }

    /// Whatever stands before the last slash of a prefix, and whatever reading of the rule holds: what the rule says of
    /// an input, an output says back.
    @Test(arguments: ["", "in", "in/", "in/march", "in/march/", "a/b/c", "a//", "/"]) func theRuleGoesBothWays(
        prefix: String
    ) {
        var random = SeededRandom(seed: 7)
        let mapping = OutputMapping(
            input: S3Location(bucket: "b", key: prefix), output: S3Location(bucket: "b", key: "o"))
        for name in Self.names(&random, count: 300) {
            for key in [prefix + name, prefix + "/" + name, prefix + "-2/" + name] {
                for reading in 0..<3 {
                    let output = mapping.outputKey(for: key, reading: reading)
                    guard !output.hasSameBytes(as: "o/.out") else { continue }
                    let origins = mapping.inputKeys(for: Array(output.utf8))
                    let found = origins.first { $0.key == Array(key.utf8) }
                    #expect(found != nil, "\(key) \(reading) \(output)")
                    if let found {
                        #expect(mapping.outputKey(for: key, reading: found.reading).hasSameBytes(as: output))
                    }
                }
            }
        }
    }

    @Test func keysAndFactsComeBackAsTheyWere() {
        var page = ObjectPage()
        var random = SeededRandom(seed: 3)
        let tags = [
            "", "\"d41d8cd98f00b204e9800998ecf8427e\"", "\"00000000000000000000000000000001-12\"", "\"e\"", "plain",
            "\"D41D8CD98F00B204E9800998ECF8427E\"", "\"d41d8cd98f00b204e9800998ecf8427e-0\"",
            "\"d41d8cd98f00b204e9800998ecf8427e-99999\"", "\"d41d8cd98f00b204e9800998ecf8427e-\"",
        ]
        let objects = Self.names(&random, count: 400).enumerated().map { index, name in
            S3Object(
                key: name, sentSize: index % 5 == 0 ? nil : index * 7_000_000_000,
                sentTime: index % 7 == 0 ? nil : Timestamp(secondsSinceEpoch: Double(index) + 0.25),
                eTag: tags[index % tags.count])
        }
        for object in objects { page.append(object) }
        #expect(page.keys.isAscending)
        for (index, object) in objects.enumerated() {
            #expect(page.object(index) == object)
            #expect(page.keys.index(of: Array(object.key.utf8)) == index)
            #expect(page.keys.index(of: Array(object.key.utf8) + [0]) == nil)
        }
    }

    @Test func theSecondOfTheCreationIsOfThisRun() {
        let run = RunStart(Timestamp(secondsSinceEpoch: 100.9))
        #expect(run.origin(of: Timestamp(secondsSinceEpoch: 100)) == .thisRun)
        #expect(run.origin(of: Timestamp(secondsSinceEpoch: 99.999)) == .earlierRun)
        #expect(
            run.origin(of: nil) == .unknown && RunStart(nil).origin(of: Timestamp(secondsSinceEpoch: 1)) == .unknown)
        #expect(RunStart(.unknown).origin(of: Timestamp(secondsSinceEpoch: 1)) == .unknown)
    }
}
