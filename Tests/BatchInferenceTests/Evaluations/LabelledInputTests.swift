import AWSOperations
import Predictions
import Testing

@testable import BatchInference

/// What is said of labelled rows before anything is launched: what is left out, what can't be read, what is doubtful.
@Suite struct LabelledInputTests {
    private let account: CheckedAccount = {
        let bench = PreflightBench()
        let training = (0..<24).map {
            "\($0 % 2 == 0 ? "yes" : "no"),\(["KS", "OH", "NJ"][$0 % 3]),\($0 % 5),\($0 * 7),basic\n"
        }
        bench.account.put("s3://demo-data/train/churn.csv", "churn,state,calls,minutes,plan\n" + training.joined())
        return bench.account
    }()

    private static let rows = (0..<30).map { "\($0 % 2 == 0 ? "yes" : "no"),KS,\($0 % 5),\($0 * 3),basic\n" }.joined()

    private func reader(isRegression: Bool = false, target: String = "churn") -> LabelledInputReader {
        var job = JobOverview(PreflightBench.job)
        job.problemType = isRegression ? "regression" : "binary classification"
        job.targetColumn = target
        return LabelledInputReader(services: account, job: job, now: Timestamp(secondsSinceEpoch: 1_800_000_000))
    }

    private func check(
        _ uri: String = "s3://demo-data/labelled/", target: String? = nil, by slicing: String? = nil
    ) async throws -> LabelledInput {
        try await reader().check(.init(uri: uri, target: target, slicing: slicing))
    }

    private func problem(_ text: String, target: String? = nil) async -> String {
        await problem(Array(text.utf8), target: target)
    }

    private func problem(_ bytes: [UInt8], target: String? = nil) async -> String {
        account.put("s3://demo-data/labelled/a.csv", bytes: bytes)
        do {
            _ = try await check(target: target)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test("objects that aren't read are counted and named, with the reason")
    func leftOut() async throws {
        account.put("s3://demo-data/labelled/a.csv", Self.rows)
        for name in ["_b.csv", ".b.csv", "b.md", "b.csv.out", "model.tar.gz"] {
            account.put("s3://demo-data/labelled/\(name)", Self.rows)
        }
        account.put("s3://demo-data/labelled/empty.csv", "")
        let found = try await check()
        #expect(found.rows == 30 && found.needsCopy)
        let left = try #require(found.leftOut)
        #expect(left.reduce(0) { $0 + $1.count } == 6)
        let notes = found.notes.joined(separator: "\n")
        for name in ["_b.csv", ".b.csv", "b.md", "b.csv.out", "model.tar.gz", "empty.csv"] {
            #expect(notes.contains(name), "\(name) in \(notes)")
        }
        #expect(notes.contains("3 objects under the input left out, named like a marker"))
        account.put("s3://demo-data/labelled-old/a.csv", Self.rows)
        let siblings = try await check("s3://demo-data/labelled")
        #expect(
            siblings.notes.contains { $0.contains("labelled-old/a.csv") && $0.contains("end the prefix with a slash") })
        account.put("s3://demo-data/hidden/_a.csv", Self.rows)
        let hidden = await #expect(throws: EvaluationProblem.self) { _ = try await check("s3://demo-data/hidden/") }
        #expect(hidden?.description.contains("_a.csv: named like a marker") == true)
        account.change { $0.objects = $0.objects.filter { !$0.key.key.hasPrefix("labelled") } }
        account.put("s3://demo-data/labelled/a.csv", Self.rows)
        #expect(try await check().leftOut == nil)
    }

    @Test("what isn't CSV in UTF-8 is called by its name, with what to do")
    func unreadable() async throws {
        let lines = "yes,KS,1,2,basic\nno,OH,2,3,basic\n"
        #expect(await problem(lines) == "none")
        #expect(await problem(lines.replacing("\n", with: "\r")).contains("ends its lines with CR only"))
        #expect(await problem(lines.replacing("\n", with: "\r\n")) == "none")
        let utf16: [UInt8] = [0xFF, 0xFE] + lines.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(await problem(utf16) == "a.csv is UTF-16, not UTF-8; save it as UTF-8")
        #expect(await problem("<!DOCTYPE html>\n<html></html>\n").contains("has HTML or XML"))
        #expect(
            await problem("{\"churn\": \"yes\"}\n{\"churn\": \"no\"}\n").contains(
                "has JSON, not CSV; convert it to CSV"))
        #expect(await problem([0x50, 0x41, 0x52, 0x31, 0x00, 0x15]).contains("is Parquet, not CSV"))
        #expect(
            await problem(Array("yes,K".utf8) + [0xE9] + Array("S,1,2,basic\n".utf8)).contains("line 1 isn't UTF-8"))
        // A class is no tag.
        #expect(!(await problem("<=50K,KS,1,2,basic\n>50K,OH,2,3,basic\n")).contains("HTML"))
    }

    @Test("labels in another case or with blanks around them are found in rows without a header")
    func otherSpelling() async throws {
        for spell: (String) -> String in [{ " \($0)" }, { $0.uppercased() }, { "\($0) " }] {
            let rows = (0..<30).map { "KS,\($0 % 5),\($0 * 3),basic,\(spell($0 % 2 == 0 ? "yes" : "no"))\n" }
            account.put("s3://demo-data/labelled/a.csv", rows.joined())
            let found = try await check()
            #expect(found.targetPlace == 4 && found.usable == 30, "\(rows[0])")
        }
    }

    @Test("a column that isn't the target is doubted before anything is launched, and in the question")
    func doubts() async throws {
        account.put("s3://demo-data/labelled/a.csv", Self.rows)
        #expect(try await check().warnings == [])
        #expect(try await check(target: "1").warnings == [])
        // A feature by its number, where no value is a class.
        #expect(await problem(Self.rows, target: "3").contains("no value of churn is a class"))
        let header = "churn,state,calls,minutes,plan\n"
        #expect(await problem(header + Self.rows, target: "state").contains("state can't be the target"))
        // Numbers far from those of the training.
        account.put(
            "s3://demo-data/train/churn.csv",
            "churn,state,calls,minutes\n" + (0..<30).map { "\(100_000 + $0 * 500),KS,\($0 % 5),\($0)\n" }.joined())
        account.put(
            "s3://demo-data/labelled/a.csv", (0..<30).map { "\(100_100 + $0 * 400),KS,\($0 % 5),\($0)\n" }.joined())
        let numbers = reader(isRegression: true)
        #expect(try await numbers.check(.init(uri: "s3://demo-data/labelled/")).warnings == [])
        let wrong = try await numbers.check(.init(uri: "s3://demo-data/labelled/", target: "3"))
        #expect(
            wrong.warnings.first?.hasPrefix(
                "column 3 of a.csv doesn't look like the target churn, and column 1 does: the model would get") == true)
        #expect(
            wrong.warnings.contains {
                $0.hasPrefix("30 of 30 values of churn, for example '0', lie outside 100000 to 114500")
            })
    }

    @Test("rows that training had are said to flatter, whether the input is its place or holds it")
    func trainingRows() async throws {
        let own = try await check("s3://demo-data/train/")
        #expect(own.warnings.first?.contains("the job's own training data") == true)
        #expect(own.warnings.first?.contains("flatter") == true)
        #expect(try await check("s3://demo-data/train/churn.csv").warnings.first?.contains("flatter") == true)
        account.put("s3://demo-data/training-2/churn.csv", Self.rows)
        #expect(try await check("s3://demo-data/training-2/").warnings == [])
    }

    @Test(
        "a header that comes again is no row, and what a column without a name or of another case is taken for is told")
    func headers() async throws {
        let header = "Churn,state,calls,minutes,plan,"
        let rows = Self.rows.split(separator: "\n").map { "\($0),x" }
        account.put(
            "s3://demo-data/labelled/a.csv",
            ([header] + rows[..<20] + [header] + rows[20...]).joined(separator: "\n") + "\n")
        let found = try await check()
        #expect(found.rows == 30 && found.usable == 30 && found.sentRows == 30 && found.headers?.count == 1)
        #expect(found.notes.contains("1 repeated header row is left out (first: a.csv, line 22)"))
        #expect(
            found.notes.contains("a.csv: the model doesn't take the column without a name: left out of what is sent"))
        #expect(found.notes.contains("a.csv: the column Churn is taken for the target churn"))
        account.put(
            "s3://demo-data/labelled/a.csv",
            "churn,state,calls,minutes,plan\n" + Self.rows.replacing("yes,", with: "yes\u{A0},"))
        #expect(try await check().respelledRows == 15)
    }

    @Test("rows that training had are found by what they hold, wherever they lie and however they are written")
    func trainingRowsElsewhere() async throws {
        let fresh = (100..<110).map { "\($0 % 2 == 0 ? "yes" : "no"),KS,\($0 % 5),\($0 * 11),basic\n" }
        let known = (0..<24).map {
            "basic,\($0 * 7).0, \(["ks", "OH", "NJ"][$0 % 3]) ,\($0 % 5),\($0 % 2 == 0 ? "Yes" : "no")\n"
        }
        account.put("s3://demo-data/labelled/a.csv", "plan,minutes,state,calls,churn\n" + known.joined())
        #expect(
            try await check().warnings == [
                "24 of 24 labelled rows are the same as rows of the training data, true value included (compared with "
                    + "all 24 rows of it): its candidates were trained or chosen on them, so the figures flatter them; "
                    + "use rows that the job never had"
            ])
        account.put("s3://demo-data/labelled/a.csv", fresh.joined())
        let other = try await check()
        #expect(other.notes == [] && other.warnings == [])
        // Another true value is another row, and one in thirty is no more than a remark.
        account.put("s3://demo-data/labelled/a.csv", Self.rows)
        #expect(try await check().warnings == [])
        #expect(
            try await check().notes == [
                "1 of 30 labelled rows is the same as rows of the training data, true value included (compared with all "
                    + "24 rows of it)"
            ])
        // Where rows of the training are the same among themselves, sameness says little.
        let few = (0..<40).map { "\($0 % 2 == 0 ? "yes" : "no"),KS,\($0 % 2),1,basic\n" }.joined()
        account.put("s3://demo-data/train/churn.csv", "churn,state,calls,minutes,plan\n" + few)
        account.put("s3://demo-data/labelled/a.csv", few)
        let repeated = try await check()
        #expect(repeated.warnings == [] && repeated.notes.contains { $0.hasSuffix("they may be other cases") })
    }

    @Test("a row beyond what is sent at most is refused before a launch")
    func longRow() async throws {
        let long = "yes,\(String(repeating: "x", count: 3 << 20)),1,2,basic\n"
        account.put("s3://demo-data/labelled/a.csv", Self.rows + long)
        let found = try await check()
        #expect(found.longestRow?.place == "a.csv, line 31" && found.longestRow?.bytes == long.utf8.count - 1)
        let planner = EvaluationPlanner(
            job: JobOverview(Samples.description("automl-churn")),
            board: Leaderboard(candidates: [Samples.churnCandidate]))
        let refused = #expect(throws: EvaluationProblem.self) {
            _ = try planner.record(
                planner.candidates(named: [], top: 1), on: found, .init(uri: found.uri), options: .init(),
                as: Samples.identity, now: Timestamp(secondsSinceEpoch: 1_800_000_000))
        }
        #expect(
            refused?.description.contains("a.csv, line 31 has a row of 3") == true, "\(String(describing: refused))")
        #expect(refused?.description.contains("1 MB are sent at most") == true)
    }

    @Test("a numeric column is sliced into ranges of as many rows, others by their values")
    func slices() async throws {
        account.put("s3://demo-data/labelled/a.csv", Self.rows)
        let found = try await check(by: "minutes")
        let ranges = try #require(found.sliceRanges)
        let labels = (0..<30).map { ranges.label(of: "\($0 * 3)") }
        #expect(
            Set(labels).count == 4
                && labels == labels.sorted { ranges.labels.firstIndex(of: $0)! < ranges.labels.firstIndex(of: $1)! })
        for label in Set(labels) { #expect((6...9).contains(labels.count { $0 == label }), "\(label)") }
        #expect(ranges.label(of: "") == "" && ranges.label(of: "many") == "(no number)")
        for column in ["plan", "calls"] { #expect(try await check(by: column).sliceEdges == nil, "\(column)") }
        #expect(SliceRanges(of: Array(repeating: "1", count: 100)) == nil)
        // A value that most rows have is in one range with what is near it.
        #expect(SliceRanges(of: (0..<100).map { $0 < 60 ? "0" : "\($0)" })?.edges == [75])
        #expect(SliceRanges(of: (0..<100).map { $0 < 85 ? "0" : "\($0)" })?.edges == [85])
    }

    @Test("rows of a copy are told by where they stand in the input")
    func origins() async throws {
        account.change { $0.isWritable = true }
        account.put("s3://demo-data/labelled/a.csv", "churn,state,calls,minutes,plan\n\n" + Self.rows)
        account.put(
            "s3://demo-data/labelled/b.csv",
            "churn,state,calls,minutes,plan\nyes,OH,1,1,plus\nno,NJ,2,2\nno,KS,3,3,plus\n")
        let request = LabelledInputReader.Request(uri: "s3://demo-data/labelled/")
        let found = try await reader().check(request)
        let folder = S3Location("s3://demo-data/copy/")!
        try await reader().writeCopy(of: found, request, to: folder) { _ in }
        let name = "part-00001.csv"
        let wanted = [1, 30, 31, 32].map { CopyRow(object: name, number: $0) }
        let origins = try await reader().origins(of: Set(wanted), found, request)
        #expect(wanted.map { origins[$0] } == ["a.csv, line 3", "a.csv, line 32", "b.csv, line 2", "b.csv, line 4"])
        let copied = account.state.withLock {
            String(decoding: $0.objects[S3Location("s3://demo-data/copy/\(name)")!]!, as: UTF8.self)
        }
        #expect(copied.split(separator: "\n")[30] == "yes,OH,1,1,plus")
        account.put("s3://demo-data/labelled/b.csv", "churn,state,calls,minutes,plan\nno,NJ,2,2,plus\n")
        #expect(try await reader().origins(of: Set(wanted), found, request).isEmpty)
    }
}
