import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Filters of every list")
struct FilterTests {
    private func filter(_ stage: inout Stage, by text: String) {
        stage.press("Ctrl-L", "/")
        _ = stage.state.update(.input(.paste(text)))
        stage.press("Enter")
    }

    private func check<List: TestedList>(_ list: List, _ stage: Stage) {
        var stage = stage
        // Many rows show the same: a few of them tell as much as all.
        var tried: Set<String> = []
        for cell in list.cells(stage.state.context.canvas) where tried.insert("\(cell.column) \(cell.text)").inserted {
            if tried.count > 60 { break }
            for text in ["\"\(cell.text)\"", "\"\(cell.column):\(cell.text)\""] {
                filter(&stage, by: text)
                #expect(stage.top(List.self).isVisible(cell.row), "\(text) does not find the row that shows it")
            }
        }
        #expect(tried.count > 3)
    }

    @Test("What is shown of a row finds it, and so does column:word, in every column", arguments: EveryList.allCases)
    func shown(list: EveryList) {
        let stage = list.stage()
        check(stage.list, stage)
    }

    @Test("The title above a column asks it as well", arguments: EveryList.allCases)
    func titles(list: EveryList) {
        func check<List: TestedList>(_ list: List) {
            let columns = list.queriedColumns
            for column in columns where !column.name.isEmpty && !column.title.isEmpty {
                #expect(FilterQuery("\"\(column.title.lowercased()):x\"", columns: columns).unknownColumns.isEmpty)
            }
        }
        check(list.stage().list)
    }

    @Test("A column that there is none of is said, with those that there are", arguments: EveryList.allCases)
    func unknown(list: EveryList) throws {
        var stage = list.stage()
        filter(&stage, by: "nosuchthing:word")
        #expect(stage.text.contains("no column nosuchthing; columns:"))
        func names<List: TestedList>(_ list: List) -> [String] {
            list.queriedColumns.map(\.name).filter { !$0.isEmpty }
        }
        for name in names(stage.list) { #expect(stage.text.contains(name)) }
    }

    @Test("Esc drops the filter before it leaves the list", arguments: EveryList.allCases)
    func escape(list: EveryList) {
        var stage = list.stage()
        let (crumb, rows) = (stage.crumb, stage.text)
        filter(&stage, by: "zzz")
        stage.press("Esc")
        #expect(stage.crumb == crumb)
        stage.state.toasts = []
        #expect(stage.text == rows)
        stage.press("Esc")
        #expect(stage.crumb != crumb || stage.state.stacks[stage.state.tab]!.count == 1)
    }

    @Test("A row that the filter hides is acted on by no key", arguments: EveryList.allCases)
    func hidden(list: EveryList) {
        var stage = list.stage()
        filter(&stage, by: "zzz")
        for row in stage.state.top.screen.commandRows {
            guard case .unavailable(let reason) = row.availability else { continue }
            #expect(!reason.hasPrefix("there is no \(list.rawValue.dropLast())"), "\(row.id): \(reason)")
        }
        func selected<List: TestedList>(_ list: List) -> Bool { list.hasSelection }
        let isSelected = selected(stage.list)
        #expect(!isSelected)
    }

    @Test("While a list loads, no key says that there is nothing", arguments: EveryList.allCases)
    func loading(list: EveryList) {
        let stage = Stage(list.screen)
        for row in stage.state.top.screen.commandRows {
            guard case .unavailable(let reason) = row.availability else { continue }
            #expect(
                !reason.contains("no best candidate") && !reason.hasPrefix("no candidates")
                    && !reason.hasPrefix("there is no transform") && !reason.hasPrefix("there is no job")
                    && !reason.hasPrefix("there is no model") && !reason.hasPrefix("there is no object"),
                "\(row.id): \(reason)")
        }
    }

    @Test("Words, columns, quotation marks and colons")
    func queries() {
        let columns = [
            FilterQuery.Column(name: "name"), .init(name: "validation:f1", title: "VALIDATION:F1"),
            .init(name: "memory", title: "MEMORY GiB"), .init(name: "size"), .init(name: "out", title: "SIZE"),
        ]
        let row = ["s3://Bucket/Kürbis", "0.9710", "16", "14\u{202F}402", "21 kB"]
        func admits(_ text: String) -> Bool { FilterQuery(text, columns: columns).admits { row[$0] } }
        for text in [
            "", "971", "BUCKET kürbis", "s3://bucket", "name:kür", "validation:f1:0.97", "val:0.97", "mem:16",
            "size:14402", "size:\"14 402\"", "size:21", "out:\"21 kB\"", "14 402", "na:",
        ] {
            #expect(admits(text), "\(text)")
        }
        for text in ["name:0.97", "out:14402", "memory:17", "nosuch:16", "bucket zzz"] {
            #expect(!admits(text), "\(text)")
        }
        #expect(FilterQuery("s3://x nosuch:1", columns: columns).unknownColumns == ["nosuch"])
    }

    @Test("commas between thousands are read, and what compares with no number or time is refused with the reason")
    func bounds() {
        let columns = [
            FilterQuery.Column(name: "mse", isNumber: true), FilterQuery.Column(name: "age", isTime: true),
            FilterQuery.Column(name: "name"),
        ]
        for (text, value) in [("<80,000", 79_999.0), (">1,234.5", 1_235), ("=1,000,000", 1_000_000), ("<80000", 1)] {
            let query = FilterQuery("mse:\(text)", columns: columns)
            #expect(
                query.problems == []
                    && query.admits { _ in
                        ""
                    } number: { _ in
                        value
                    }, "\(text)")
        }
        #expect(
            !FilterQuery("mse:<80,000", columns: columns).admits { _ in
                ""
            } number: { _ in
                80_000
            })
        for text in ["<80,00", "<8000,000", "<,000", ">1,23.4", "<x", ">"] {
            let problems = FilterQuery("mse:\(text)", columns: columns).problems
            #expect(problems.first?.hasPrefix("'\(text)' compares with no number; write it as") == true, "\(text)")
        }
        #expect(FilterQuery("age:<3x", columns: columns).problems.first?.contains("<3d") == true)
        #expect(FilterQuery("age:<3d name:<x", columns: columns).problems == [])
    }

    @Test("A column of numbers is asked for more and less, and for what it shows")
    func numbers() {
        let columns = [FilterQuery.Column(name: "accuracy", isNumber: true), .init(name: "name")]
        func admits(_ text: String, _ value: Double?) -> Bool {
            FilterQuery(text, columns: columns)
                .admits({ $0 == 0 ? value.map { "\($0)" } ?? "—" : ">0.9" }, number: { $0 == 0 ? value : nil })
        }
        for text in [
            "accuracy:>0.95", "accuracy:>=0.97", "accuracy:<=0.97", "acc:<1", "accuracy:=0.97", "accuracy:>95%",
            "accuracy:0.9", "name:>0.9", "accuracy:>-1", "accuracy:>9e-1",
        ] {
            #expect(admits(text, 0.97), "\(text)")
        }
        for text in ["accuracy:>0.97", "accuracy:<0.97", "accuracy:>98%", "accuracy:>", "accuracy:>x", "name:>0.95"] {
            #expect(!admits(text, 0.97), "\(text)")
        }
        // What is not known is neither more nor less.
        #expect(!admits("accuracy:>0", nil) && !admits("accuracy:<1", nil))
    }

    @Test("In ASCII, what is shown in ASCII finds its row")
    func ascii() {
        var stage = EveryList.transforms.stage(ascii: true)
        filter(&stage, by: "instance:1xm5")
        #expect(stage.text.contains("penguins-1914"))
    }

    @Test("The log is filtered by what each line shows, and says which columns it has")
    func log() {
        let overview = Samples.transform("t", status: .inProgress)
        var stage = Stage(TransformLogScreen(name: "t", snapshot: TransformsScreenTests.snapshot(of: overview)))
        for (text, count) in [("stream:i-0a1b2c", 30), ("time:11:06", 10), ("message:invocations", 30)] {
            filter(&stage, by: text)
            stage.state.toasts = []
            #expect(stage.text.contains(" \(count) lines"), "\(text)")
        }
        filter(&stage, by: "level:error")
        #expect(stage.text.contains("no column level; columns: time, stream, message"))
        stage.press("Esc")
        stage.state.toasts = []
        #expect(stage.crumb == "Log of t" && stage.text.contains("30 lines"))
    }
}
