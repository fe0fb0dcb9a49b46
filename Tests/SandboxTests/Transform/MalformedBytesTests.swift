import AWSOperations
import ByteCompression
import Testing

@testable import Sandbox

/// Bytes from outside that were changed at random, by a generator with a fixed seed: refused or read, never a trap.
struct MalformedBytesTests {
    private func mutations(of bytes: [UInt8], count: Int, seed: UInt64) -> [[UInt8]] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in
            var changed = bytes
            for _ in 0...generator.index(below: 4) where !changed.isEmpty {
                let place = generator.index(below: changed.count)
                switch generator.index(below: 3) {
                case 0: changed[place] = UInt8(truncatingIfNeeded: generator.next())
                case 1: changed.remove(at: place)
                default: changed.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
                }
            }
            return changed
        }
    }

    @Test func `changed gzip files are refused unless they still hold the same`() throws {
        // gzip.compress(b"39.1,18.7,181,3750\n" * 40, 9, mtime=0)
        let sound = base64("H4sIAAAAAAACAzO21DPUMbTQMwcShjrG5qYGXMajQqNCw10IAHa4zHT4AgAA")
        let content = try Gzip.expanding(sound)
        #expect(content == Array(String(repeating: "39.1,18.7,181,3750\n", count: 40).utf8))
        for changed in mutations(of: sound, count: 3000, seed: 1) {
            guard let read = try? Gzip.expanding(changed, limit: 1 << 20) else { continue }
            #expect(read == content)
        }
    }

    @Test func `changed artifacts start or are refused`() throws {
        let best = try #require(DemoTraining.ensemble.candidates.first)
        let container = try #require(Model.containers(of: best).first)
        let tar = try Gzip.expanding(container.artifact)
        var refused = 0
        for changed in mutations(of: Array(tar.prefix(6000)) + Array(tar.suffix(1024)), count: 300, seed: 2) {
            var other = container
            other.artifact = Gzip.storing(changed)
            guard let pipeline = try? InferencePipeline([other]) else {
                refused += 1
                continue
            }
            _ = pipeline.invoke(Array(Birds.gentoo.utf8), contentType: "text/csv", accept: nil)
        }
        #expect(refused > 0)
    }

    @Test func `a changed model predicts something or is refused`() throws {
        let set = TrainingSet(
            features: Matrix(rows: 8, columns: 2, values: (0..<16).map { Double($0 * 7 % 11) }),
            targets: Matrix(oneHot: [0, 1, 0, 1, 0, 1, 1, 0], count: 2), isClassification: true)
        let learners: [Learner] = [
            .constant, .nearestNeighbours(k: 2), .gaussianNaiveBayes, .softmax(.init(iterations: 5)), .tree(depth: 2),
            .average([.tree(depth: 1), .constant]),
        ]
        for (index, learner) in learners.enumerated() {
            let text = Array(TrainedModels.document(of: try learner.train(on: set)).text.utf8)
            for changed in mutations(of: text, count: 400, seed: UInt64(index)) {
                let document = ModelDocument(text: String(decoding: changed, as: UTF8.self))
                guard let model = try? TrainedModels.read(document) else { continue }
                let scores = model.scores(for: Matrix(rows: 2, columns: model.featureCount, repeating: 0.5))
                #expect(scores.rows == 2 && scores.columns == model.outputCount)
            }
        }
    }

    @Test func `changed JSON is read or refused, and comes out as JSON again`() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null],"b":{"c":[{"d":""}]}}"#.utf8)
        for changed in mutations(of: text, count: 3000, seed: 3) {
            guard let value = try? JSONValue(parsing: changed[...]) else { continue }
            #expect(throws: Never.self) { try JSONValue(parsing: Array(value.text.utf8)[...]) }
        }
    }

    @Test func `changed paths filter or are refused`() throws {
        let record = Array(#"{"a":[1,2,3],"b":{"c":4}}"#.utf8)[...]
        for path in ["$.a[0:2]", "$['a','b']", "$[1,-1]", "$.b.c", "$[*]"] {
            for changed in mutations(of: Array(path.utf8), count: 600, seed: 4) {
                guard let path = try? JSONPath(String(decoding: changed, as: UTF8.self)) else { continue }
                #expect(path.text.utf8.count <= 63)
                _ = try? RecordFormat.json.filter(record, by: path)
                _ = try? RecordFormat.csv.filter(Array("a,b,c".utf8)[...], by: path)
            }
        }
    }

    @Test func `changed rows and frames are answered or refused`() throws {
        let pipeline = try InferencePipeline(try Model.containers(of: try #require(DemoTraining.species.best)))
        for changed in mutations(of: Array((Birds.adelie + Birds.gentoo).utf8), count: 300, seed: 5) {
            let invocation = pipeline.invoke(changed, contentType: "text/csv", accept: "application/jsonlines")
            if case .failure(let failure) = invocation.outcome { #expect(failure.status == 400) }
        }
        let frames = RecordIO.encode(Matrix(rows: 4, columns: 3, repeating: 1))
        for changed in mutations(of: frames, count: 500, seed: 6) {
            let records = try? RecordSplitter.records(of: changed, splitType: .recordIO)
            #expect(records.map { $0.reduce(0) { $0 + $1.count } } ?? changed.count == changed.count)
        }
    }
}
