import AWSOperations
import BatchInference

/// A place that rows are gone to.
enum RowTarget: Hashable, Sendable {
    case number(Int)
    /// From 0 to 1.
    case share(Double)
    case end

    /// A row's number from 1, or a share of the object, as they are typed: `12 345`, `40%`.
    init?(_ text: String) {
        let digits = text.filter { !" ,_'\u{202F}".contains($0) }
        if digits.hasSuffix("%") {
            guard let percent = Double(digits.dropLast()), (0...100).contains(percent) else { return nil }
            self = percent == 100 ? .end : .share(percent / 100)
        } else {
            guard let number = Int(digits), number > 0 else { return nil }
            self = .number(number - 1)
        }
    }
}

/// What the screen of rows asks of its objects; each answer is an event of the screen.
extension Effect<RowsScreen.Event> {
    typealias Side = RowPager.Side

    /// Shows the rows around a target; rows that haven't been counted that far are shown by their bytes meanwhile.
    static func jump(to target: RowTarget, _ side: Side, in file: RowFile) -> Self {
        reading("jump", side) { send throws(AWSFailure) in
            try await RowReading.load(target, side, from: file, send)
            send(.jumpEnded)
        }
    }

    /// Shows the rows from a byte on, where a row begins.
    static func jump(toByte offset: Int, _ side: Side, in file: RowFile) -> Self {
        reading("jump", side) { send throws(AWSFailure) in
            if let block = try await file.rows(at: .byte(offset), count: RowReading.blockRows) {
                send(.jumped(side, block, to: .first))
            }
        }
    }

    /// Counts a side's rows to its end.
    static func count(_ side: Side, in file: RowFile) -> Self {
        reading("count", side) { send throws(AWSFailure) in
            defer { if !Task.isCancelled { send(.countEnded(side)) } }
            while true {
                let progress = try await file.count()
                send(.counted(side, progress))
                if progress.isComplete || Task.isCancelled { return }
            }
        }
    }

    /// Tells how far a side's rows have been counted by others.
    static func learn(_ side: Side, of file: RowFile) -> Self {
        reading("learn", side) { send throws(AWSFailure) in
            let progress = await file.progress
            if progress.isComplete { send(.counted(side, progress)) }
        }
    }

    /// Reads the rows behind those at hand.
    static func append(_ side: Side, after place: RowPlace, in file: RowFile) -> Self {
        reading("go on", side) { send throws(AWSFailure) in
            send(.appended(side, try await file.nearRows(at: place, count: RowReading.blockRows), after: place))
        }
    }

    /// Reads the rows before those at hand.
    static func prepend(_ side: Side, before place: RowPlace, in file: RowFile) -> Self {
        reading("go on", side) { send throws(AWSFailure) in
            send(.prepended(side, try await file.nearRows(at: place, count: RowReading.blockRows), before: place))
        }
    }

    /// Reads the rows that stand beside the other side's rows from `first` on, counting as far as they are.
    static func showBeside(_ side: Side, from first: Int, in file: RowFile) -> Self {
        reading("beside", side) { send throws(AWSFailure) in
            let place = RowPlace.number(max(first - RowReading.blockRows / 3, 0))
            var block = try await file.nearRows(at: place, count: RowReading.blockRows)
            while block == nil {
                if Task.isCancelled { return }
                send(.counted(side, try await file.count()))
                block = try await file.rows(at: place, count: RowReading.blockRows)
            }
            if let block { send(.jumped(side, block, to: .beside)) }
        }
    }

    /// Finds out the number of a row that was gone to by its bytes.
    static func number(_ side: Side, ofRowAt offset: Int, in file: RowFile) -> Self {
        reading("number", side) { send throws(AWSFailure) in
            if let number = try await file.number(ofRowAt: offset) {
                send(.numbered(side, offset: offset, number))
            }
        }
    }

    static func find(
        _ query: RowQuery, _ side: Side, from place: RowPlace, asPairs: Bool, _ pager: RowPager
    ) -> Self {
        asking("find") { send throws(RowQueryFailure) in
            let row = try await pager.firstRow(matching: query, of: side, from: place, asPairs: asPairs) {
                send(.searched($0))
            }
            send(.found(row, backwards: false))
        }
    }

    static func findBackwards(
        _ query: RowQuery, _ side: Side, beforeByte offset: Int, number: Int?, asPairs: Bool, _ pager: RowPager
    ) -> Self {
        asking("find") { send throws(RowQueryFailure) in
            let row = try await pager.lastRow(
                matching: query, of: side, beforeByte: offset, number: number, asPairs: asPairs
            ) {
                send(.searched($0))
            }
            send(.found(row, backwards: true))
        }
    }

    /// Reads all rows for those that a query lets through.
    static func filter(by query: RowQuery, _ side: Side, asPairs: Bool, _ pager: RowPager) -> Self {
        asking("filter") { send throws(RowQueryFailure) in
            let doubt = try await pager.rows(matching: query, of: side, asPairs: asPairs) { send(.filtered($0, $1)) }
            if asPairs, let doubt { send(.doubted(doubt)) }
        }
    }

    /// Looks which rows are pairs once both sides are counted, and which number the selected row has then.
    static func settle(_ pager: RowPager, _ side: Side, rowAt offset: Int?) -> Self {
        .run("settle") { _, send in
            guard let pager = await pager.settled() else { return }
            var number: Int?
            if let offset { number = try? await pager.file(side)?.number(ofRowAt: offset) }
            send(.settled(pager, selecting: number))
        }
    }

    /// Ends what is read of a side; what has come stays.
    static func cancelReading(_ side: Side) -> [Self] {
        ["jump", "count", "beside"].map { .cancel(EffectID("\($0) \(side)")) }
    }

    /// Ends whatever a side's objects are asked for, because they are opened again.
    static func cancelAll(_ side: Side) -> [Self] {
        cancelReading(side) + ["go on", "number"].map { .cancel(EffectID("\($0) \(side)")) }
    }

    private static func reading(
        _ name: String, _ side: Side,
        _ work: @escaping @Sendable (Send<RowsScreen.Event>) async throws(AWSFailure) -> Void
    ) -> Self {
        .run(EffectID("\(name) \(side)")) { services, send in
            do throws(AWSFailure) {
                try await work(send)
            } catch {
                if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
            }
        }
    }

    private static func asking(
        _ name: String, _ work: @escaping @Sendable (Send<RowsScreen.Event>) async throws(RowQueryFailure) -> Void
    ) -> Self {
        .run(EffectID(name), .screen) { _, send in
            do throws(RowQueryFailure) {
                try await work(send)
            } catch {
                if !Task.isCancelled { send(.searchFailed(error.text)) }
            }
        }
    }
}

/// How a target's rows are reached.
private enum RowReading {
    /// Rows that are read at a time.
    static let blockRows = 300

    static func load(
        _ target: RowTarget, _ side: RowPager.Side, from file: RowFile, _ send: Send<RowsScreen.Event>
    ) async throws(AWSFailure) {
        let back = blockRows / 3
        func show(number: Int) async throws(AWSFailure) -> Bool {
            let block = try await file.nearRows(at: .number(max(number - back, 0)), count: blockRows)
            // Behind the last row there are none to be shown.
            guard let block, !block.rows.isEmpty || number == 0 else { return false }
            guard let first = block.firstNumber, first + block.rows.count <= number, !block.rows.isEmpty, block.isAtEnd
            else {
                send(.jumped(side, block, to: .number(number)))
                return true
            }
            send(.jumped(side, block, to: .last))
            return true
        }
        func countOn(until isEnough: (RowProgress) -> Bool) async throws(AWSFailure) -> RowProgress {
            var progress = await file.progress
            while !progress.isComplete, !isEnough(progress) {
                if Task.isCancelled { throw .cancelled }
                progress = try await file.count()
                send(.counted(side, progress))
            }
            return progress
        }
        switch target {
        case .number(let number):
            if try await show(number: number) { return }
            var known = await file.progress
            // Some rows tell about where it is.
            if known.estimatedRows == nil { known = try await file.count(isNear: true) }
            if let rows = known.estimatedRows, rows > 0, number < rows,
                let block = try await file.rows(
                    at: .byte(Int(Double(number) / Double(rows) * Double(known.size))), count: blockRows)
            {
                send(.jumped(side, block, to: .first))
            }
            let progress = try await countOn { $0.count.records > number }
            _ = try await show(number: min(number, max(progress.count.records - 1, 0)))
        case .share(let share):
            if try await file.isSeekable() {
                let size = await file.progress.size
                if let block = try await file.rows(at: .byte(Int(share * Double(size))), count: blockRows) {
                    send(.jumped(side, block, to: .first))
                    return
                }
            }
            let rows = try await countOn { _ in false }.count.records
            _ = try await show(number: min(Int(share * Double(rows)), max(rows - 1, 0)))
        case .end:
            if let block = try await file.rows(at: .end, count: blockRows) {
                send(.jumped(side, block, to: .last))
                return
            }
            let rows = try await countOn { _ in false }.count.records
            _ = try await show(number: max(rows - 1, 0))
        }
    }
}
