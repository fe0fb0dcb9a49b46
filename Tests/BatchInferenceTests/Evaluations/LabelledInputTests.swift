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
                "the model's columns state, calls, minutes, plan are missing; its records have churn"))
        #expect(await problem("{\"churn\": \"yes\"\n").contains("a.csv, record 1 isn't JSON that can be read"))
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
        let fresh = (0..<10).map { "\($0 % 2 == 0 ? "yes" : "no"),KS,\($0 % 5),\($0 * 11 + 1),basic\n" }
        let known = (0..<24).map {
            "basic,\($0 * 7).0, \(["ks", "OH", "NJ"][$0 % 3]) ,\($0 % 5),\($0 % 2 == 0 ? "Yes" : "no")\n"
        }
        account.put("s3://demo-data/labelled/a.csv", "plan,minutes,state,calls,churn\n" + known.joined())
        #expect(
            try await check().warnings.first
                == "24 of 24 labelled rows are the same as rows of the training data, true value included (compared with "
                + "all 24 rows of it): its candidates were trained or chosen on them, so the figures flatter them; "
                + "use rows that the job never had")
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

    /// What the models would read of an input.
    private func copy(of text: String, as name: String = "a.csv") async throws -> (LabelledInput, String) {
        account.change {
            $0.isWritable = true
            $0.objects = $0.objects.filter { !$0.key.key.hasPrefix("labelled") && !$0.key.key.hasPrefix("copy") }
        }
        account.put("s3://demo-data/labelled/\(name)", text)
        let request = LabelledInputReader.Request(uri: "s3://demo-data/labelled/")
        let found = try await reader().check(request)
        guard found.needsCopy else { return (found, text) }
        try await reader().writeCopy(of: found, request, to: S3Location("s3://demo-data/copy/")!) { _ in }
        let copied = account.state.withLock { $0.objects[S3Location("s3://demo-data/copy/part-00001.csv")!] ?? [] }
        return (found, String(decoding: copied, as: UTF8.self))
    }

    @Test("rows with other delimiters and rows of JSON are sent as the CSV that the models take, in training order")
    func otherForms() async throws {
        let cells = (0..<30).map { ["b, \($0 % 2)", "\($0 * 3).50", "KS", "\($0 % 5)", $0 % 2 == 0 ? "yes" : "no"] }
        let header = ["plan", "minutes", "state", "calls", "churn"]
        let wanted = cells.map { "\($0[4]),\($0[2]),\($0[3]),\($0[1]),\"\($0[0])\"\n" }.joined()
        func table(_ sign: String, _ rows: [[String]]) -> String {
            rows.map { $0.joined(separator: sign) + "\n" }.joined()
        }
        for (sign, name) in [("\t", "tabs"), (";", "semicolons"), ("|", "vertical bars")] {
            let (found, copied) = try await copy(of: table(sign, [header] + cells))
            #expect(copied == wanted && found.usable == 30, "\(name)")
            #expect(found.copyReasons.contains("its columns are separated by \(name)"), "\(found.copyReasons)")
            // Without a header, in training order.
            let plain = cells.map { [$0[4], $0[2], $0[3], $0[1], "basic"] }
            #expect(try await copy(of: table(sign, plain)).1 == table(",", plain), "\(name)")
        }
        // Members in another order on each line, others besides, and what is missing.
        func object(_ number: Int, _ cells: [String]) -> String {
            let members = [
                "\"plan\": \"\(cells[0])\"", "\"minutes\": \(cells[1])", "\"state\": \"\(cells[2])\"",
                number == 7 ? "\"calls\": null" : "\"calls\": \(cells[3])", "\"churn\": \"\(cells[4])\"",
            ]
            let own = number == 9 ? members.filter { !$0.contains("minutes") } : members
            let more = number > 20 ? ["\"seen\": [1, 2]"] : []
            return "{\(((number % 2 == 0 ? own : own.reversed()) + more).joined(separator: ", "))}"
        }
        let objects = cells.enumerated().map { object($0, $1) }
        var lines = wanted.split(separator: "\n").map(String.init)
        lines[7] = "no,KS,,21.50,\"b, 1\""
        lines[9] = "no,KS,4,,\"b, 1\""
        let expected = lines.map { $0 + "\n" }.joined()
        let (found, copied) = try await copy(of: objects.joined(separator: "\n") + "\n", as: "a.jsonl")
        #expect(copied == expected && found.copyReasons == ["it's JSON lines"], "\(copied)")
        let (document, same) = try await copy(of: "[\n  \(objects.joined(separator: ",\n  "))\n]\n", as: "a.json")
        #expect(same == expected && document.copyReasons == ["it's JSON"] && document.usable == 30)
        // A line that isn't JSON hides no other.
        let broken = (objects[..<5] + ["{\"plan\": "] + objects[5...]).joined(separator: "\n")
        let (others, rest) = try await copy(of: broken, as: "a.jsonl")
        #expect(rest == expected && others.malformed?.place == "a.jsonl, line 6" && others.rows == 31)
        #expect(others.notes.contains("1 line that isn't JSON is left out (first: a.jsonl, line 6)"))
        account.put(
            "s3://demo-data/labelled/a.jsonl",
            objects[..<15].map { $0.replacing("churn", with: "gone") }.joined(separator: "\n"))
        let missing = await #expect(throws: EvaluationProblem.self) { _ = try await check() }
        #expect(missing?.description.contains("no column is named churn; its records have") == true)
        #expect(missing?.description.contains("did you mean gone?") == true)
    }

    @Test("true and false of JSON are written as training has them")
    func trueAndFalse() async throws {
        account.put(
            "s3://demo-data/train/churn.csv",
            "churn,state,calls\n"
                + (0..<30).map { "\($0 % 2 == 0 ? "True" : "False"),\($0 % 3 == 0 ? "False" : "True"),\($0)\n" }
                .joined())
        let rows = (0..<20).map { "{\"calls\": \($0), \"state\": \($0 % 2 == 0), \"churn\": \($0 % 3 == 0)}\n" }
        let (found, copied) = try await copy(of: rows.joined(), as: "a.jsonl")
        #expect(found.usable == 20 && found.respelledRows == 20 && copied.hasPrefix("true,True,0\nfalse,False,1\n"))
    }

    @Test("a byte order mark and the line ends of Windows don't reach the models")
    func marks() async throws {
        let last = (0..<30).map { "KS,\($0 % 5),\($0 * 3),basic,\($0 % 2 == 0 ? "yes" : "no")" }
        let (marked, first) = try await copy(of: "\u{FEFF}" + last.map { $0 + "\n" }.joined())
        #expect(marked.copyReasons == ["it begins with a byte order mark"] && first.hasPrefix("yes,KS,0,0,basic\n"))
        let (windows, second) = try await copy(of: last.map { $0 + "\r\n" }.joined())
        #expect(windows.copyReasons == ["its lines end in CR LF"] && second == first)
    }

    @Test("what stands above a table is left out, and a header of fewer columns is told")
    func titles() async throws {
        for title in ["Churn, as of March\n\n", "sep=,\n", "# exported\n# by hand\n"] {
            let header = title + "churn,state,calls,minutes,plan\n" + Self.rows
            let (found, copied) = try await copy(of: header)
            #expect(copied == Self.rows && found.usable == 30 && found.uneven != nil, "\(title)")
        }
        let (short, copied) = try await copy(of: "yes,KS,1,2\n" + Self.rows)
        #expect(copied == Self.rows && short.uneven?.place == "a.csv, line 1")
        let numbered = Self.rows.split(separator: "\n").enumerated().map { "\($0 + 1),\($1)\n" }.joined()
        #expect(
            await problem("churn,state,calls,minutes,plan\n" + numbered).contains(
                "line 1: the header names 5 columns, and the rows below have 6; name each column, or leave the row numbers out"
            ))
        #expect(await problem("label,state,calls,minutes,plan\n" + Self.rows).contains("did you mean label?"))
    }

    @Test("a quote that isn't closed is refused, and rows that one swallows are counted")
    func openQuotes() async throws {
        let lines = Self.rows.split(separator: "\n").map(String.init)
        func spoilt(_ places: Int...) -> String {
            lines.enumerated().map {
                (places.contains($0) ? $1.replacing(",KS,", with: ",\"KS,") : $1) + "\n"
            }.joined()
        }
        #expect(await problem(spoilt(5)).contains("a.csv, line 6: a quote isn't closed"))
        account.put("s3://demo-data/labelled/a.csv", spoilt(5, 20))
        let found = try await check()
        #expect((found.broken ?? found.uneven)?.count == 1 && found.usable == 14)
        #expect(
            await problem(lines.map { $0.replacing(",KS,", with: ",KS,KS,") + "\n" }.joined(separator: "yes,KS\n"))
                .contains("columns"))
    }

    @Test("values that the models can't know are doubted column by column")
    func differences() async throws {
        account.put(
            "s3://demo-data/train/churn.csv",
            "churn,state,calls,minutes,plan\n"
                + (0..<60).map {
                    "\($0 % 2 == 0 ? "yes" : "no"),\(["KS", "OH", "NJ"][$0 % 3]),\($0 % 5),\($0 * 7),basic\n"
                }.joined())
        func checked(_ change: (Int, [String]) -> [String]) async throws -> LabelledInput {
            let rows = (0..<60).map {
                change(
                    $0,
                    [$0 % 2 == 0 ? "yes" : "no", ["KS", "OH", "NJ"][$0 % 3], "\($0 % 5)", "\($0 * 7 + 3)", "basic"])
            }
            account.put(
                "s3://demo-data/labelled/a.csv",
                "churn,state,calls,minutes,plan\n" + rows.map { $0.joined(separator: ",") + "\n" }.joined())
            return try await check()
        }
        let fine = try await checked { $1 }
        #expect(fine.warnings == [] && fine.notes == [])
        let units = try await checked { Array($1[..<3]) + ["\($1[3]) min"] + $1[4...] }
        #expect(
            units.warnings.first?.hasPrefix(
                "a.csv without churn: column 3 holds text, where 'minutes' had numbers: 3 min; write numbers as 1234.5")
                == true, "\(units.warnings)")
        let words = try await checked { [$1[0], $1[1].lowercased()] + $1[2...] }
        #expect(words.warnings.first?.contains("never had in training, such as ks") == true, "\(words.warnings)")
        let swapped = try await checked { [$1[0], $1[1], $1[3], $1[2], $1[4]] }
        #expect(
            (swapped.warnings + swapped.notes).contains { $0.contains("seem to be swapped") },
            "\(swapped.warnings) \(swapped.notes)")
        // Alone, other numbers may be new data: no more than a note.
        let far = try await checked { Array($1[..<3]) + ["\($0 * 9000 + 5000)"] + $1[4...] }
        #expect(far.warnings == [] && far.notes.contains { $0.contains("'minutes' had 0 to 413") }, "\(far.notes)")
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
