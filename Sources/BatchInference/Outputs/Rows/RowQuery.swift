import AWSOperations
import Predictions

/// What rows are looked for: conditions on columns of either side, all of which must hold.
public struct RowQuery: Hashable, Sendable {
    public struct Condition: Hashable, Sendable {
        /// Nil for any column.
        public var column: RowPager.Column?
        public var comparison: RowFilter.Comparison
        public var operand: String

        public init(column: RowPager.Column?, _ comparison: RowFilter.Comparison, _ operand: String) {
            (self.column, self.comparison, self.operand) = (column, comparison, operand)
        }
    }

    public var conditions: [Condition]

    public init(_ conditions: [Condition]) { self.conditions = conditions }

    /// The one side whose columns all conditions name; nil where they name both, or any column.
    public var side: RowPager.Side? {
        let sides = Set(conditions.map { $0.column?.side })
        return sides.count == 1 ? sides.first ?? nil : nil
    }

    /// Whether conditions name columns of both sides.
    public var isOfPairs: Bool { Set(conditions.compactMap { $0.column?.side }).count > 1 }

    /// The sides that have to be looked at.
    func sides(among all: Set<RowPager.Side>) -> Set<RowPager.Side> {
        var sides: Set<RowPager.Side> = []
        for condition in conditions {
            guard let column = condition.column else { return all }
            sides.insert(column.side)
        }
        return sides.intersection(all)
    }
}

/// A query made ready to be asked of many rows.
public struct RowQueryMatcher {
    private var tests: [(side: RowPager.Side?, matcher: RowMatcher)] = []

    /// Throws where an operand is neither a number nor an expression though its comparison needs one.
    public init(_ query: RowQuery) throws(RowFilter.Problem) {
        for condition in query.conditions {
            let filter = RowFilter([.init(column: condition.column?.place, condition.comparison, condition.operand)])
            tests.append((condition.column?.side, try RowMatcher(filter)))
        }
    }

    /// Whether a row that is at hand is one of those that are looked for.
    public func matches(_ row: FoundRow) -> Bool { matches(input: row.input, output: row.output) }

    func matches(input: Row?, output: Row?) -> Bool {
        tests.allSatisfy { side, matcher in
            if side != .output, let input, matcher.matches(input) { return true }
            if side != .input, let output, matcher.matches(output) { return true }
            return false
        }
    }
}

/// A row that a query has found.
public struct FoundRow: Hashable, Sendable {
    /// From 0; nil where the rows before it haven't been counted.
    public var number: Int?
    /// Where it begins in its object.
    public var offset: Int
    public var input: Row?
    /// As it is shown.
    public var output: Row?
}

/// How far a query has come.
public struct RowQueryProgress: Hashable, Sendable {
    /// Rows that were looked at.
    public var rows = 0
    /// Of these, rows that match.
    public var matches = 0
    /// The share of the object that was read.
    public var share = 0.0
    public var isComplete = false

    public init(rows: Int = 0, matches: Int = 0, share: Double = 0, isComplete: Bool = false) {
        (self.rows, self.matches, self.share, self.isComplete) = (rows, matches, share, isComplete)
    }
}

/// Why rows can't be looked for.
public enum RowQueryFailure: Error, Hashable, Sendable {
    case query(RowFilter.Problem)
    case reading(AWSFailure)

    public var text: String {
        switch self {
        case .query(let problem): problem.text
        case .reading(let failure): failure.remedy.isEmpty ? failure.problem : "\(failure.problem): \(failure.remedy)"
        }
    }
}

extension RowPager {
    /// Sides that are looked at: both where rows are pairs, else the one that is meant.
    private func sides(_ side: Side, asPairs: Bool) -> Set<Side> {
        guard asPairs, preview.pairing.isPaired, input != nil, output != nil else { return [side] }
        return [.input, .output]
    }

    /// The next row that a query finds, from a place on.
    ///
    /// - Parameter asPairs: Whether rows with the same number still are pairs, by what has been counted since.
    public func firstRow(
        matching query: RowQuery, of side: Side, from place: RowPlace, asPairs: Bool = true,
        progress: (RowQueryProgress) -> Void = { _ in }
    ) async throws(RowQueryFailure) -> FoundRow? {
        let matcher = try matcher(query)
        var sides = query.sides(among: sides(side, asPairs: asPairs))
        if sides.isEmpty { sides = [side] }
        // Without a number, nothing stands beside a row.
        if case .byte(_, nil) = place { sides = [side] }
        var found: FoundRow?
        try await scan(sides, from: place, progress: progress) { row in
            guard matcher.matches(input: row.input, output: row.output) else { return .passed }
            found = row
            return .done
        }
        return found
    }

    /// The row before a place that a query finds, looking backwards.
    public func lastRow(
        matching query: RowQuery, of side: Side, beforeByte offset: Int, number: Int?, asPairs: Bool = true,
        progress: (RowQueryProgress) -> Void = { _ in }
    ) async throws(RowQueryFailure) -> FoundRow? {
        let matcher = try matcher(query)
        var sides = query.sides(among: number == nil ? [side] : sides(side, asPairs: asPairs))
        if sides.isEmpty { sides = [side] }
        let lead: Side = sides.contains(side) ? side : side == .input ? .output : .input
        var (offset, number) = (offset, number)
        var state = RowQueryProgress()
        do throws(AWSFailure) {
            guard let file = file(lead) else { return nil }
            if try await !file.isSeekable() {
                return try await lastRow(matcher, sides, before: number ?? 0, progress: progress)
            }
            // A side that isn't the one in sight has its own offsets.
            if lead != side, let known = number {
                guard let block = try await file.nearRows(at: .number(known), count: 1) else { return nil }
                offset = block.start
            }
            while offset > 0, number != 0 {
                if Task.isCancelled { throw AWSFailure.cancelled }
                guard let block = try await file.rows(at: .before(offset, number: number), count: 2000),
                    !block.rows.isEmpty
                else { return nil }
                var beside: [Row] = []
                if sides.count > 1, let first = block.firstNumber {
                    let other: Side = lead == .input ? .output : .input
                    var at = first
                    while at < first + block.rows.count,
                        let more = try await self.file(other)?.nearRows(
                            at: .number(at), count: first + block.rows.count - at), !more.rows.isEmpty
                    {
                        beside += more.rows
                        at += more.rows.count
                    }
                }
                for index in block.rows.indices.reversed() {
                    let own = shown(block.rows[index], of: lead)
                    let other = index < beside.count ? shown(beside[index], of: lead == .input ? .output : .input) : nil
                    let (input, output) = lead == .input ? (own, other) : (other, own)
                    state.rows += 1
                    guard matcher.matches(input: input, output: output) else { continue }
                    return FoundRow(
                        number: block.firstNumber.map { $0 + index }, offset: block.rows[index].offset, input: input,
                        output: output)
                }
                offset = block.start
                number = block.firstNumber
                progress(state)
                if block.isAtStart { break }
            }
            return nil
        } catch {
            throw .reading(error)
        }
    }

    /// What can't be read from its middle is read from its beginning, and the last match is kept.
    private func lastRow(
        _ matcher: RowQueryMatcher, _ sides: Set<Side>, before number: Int, progress: (RowQueryProgress) -> Void
    ) async throws(AWSFailure) -> FoundRow? {
        var found: FoundRow?
        do throws(RowQueryFailure) {
            try await scan(sides, from: .number(0), progress: progress) { row in
                guard let own = row.number, own < number else { return .done }
                if matcher.matches(input: row.input, output: row.output) { found = row }
                return .passed
            }
        } catch {
            if case .reading(let failure) = error { throw failure }
        }
        return found
    }

    /// Rows that are kept of a filter at most, and the bytes of them.
    public static let keptMatches = (rows: 50_000, bytes: 24 << 20)

    /// Hands on all rows that a query finds, as they come; beyond a bound they are counted alone. Returns what casts doubt on
    /// rows that were taken for pairs: sides that don't end together, or blank lines.
    @discardableResult
    public func rows(
        matching query: RowQuery, of side: Side, asPairs: Bool = true, take: ([FoundRow], RowQueryProgress) -> Void
    ) async throws(RowQueryFailure) -> Pairing.Reason? {
        let matcher = try matcher(query)
        var state = RowQueryProgress()
        var batch: [FoundRow] = []
        var (kept, bytes) = (0, 0)
        var hasBlankLines = false
        let endedTogether = try await scan(sides(side, asPairs: asPairs), from: .number(0)) { progress in
            (state.rows, state.share, state.isComplete) = (progress.rows, progress.share, progress.isComplete)
            take(batch, state)
            batch = []
        } each: { row in
            if row.input?.isBlank == true || row.output?.isBlank == true { hasBlankLines = true }
            guard matcher.matches(input: row.input, output: row.output) else { return .passed }
            state.matches += 1
            guard kept < Self.keptMatches.rows, bytes < Self.keptMatches.bytes else { return .passed }
            kept += 1
            bytes += [row.input, row.output].reduce(128) { $0 + min($1?.length ?? 0, 4 << 20) + 16 * ($1?.count ?? 0) }
            batch.append(row)
            return .passed
        }
        return hasBlankLines ? .blankLines : endedTogether ? nil : .countsDiffer
    }

    private func matcher(_ query: RowQuery) throws(RowQueryFailure) -> RowQueryMatcher {
        do throws(RowFilter.Problem) { return try RowQueryMatcher(query) } catch { throw .query(error) }
    }

    enum Verdict {
        case passed
        case done
    }

    /// Goes through the rows from a place on, both sides beside one another where both are wanted; whether both ended
    /// together.
    @discardableResult
    func scan(
        _ sides: Set<Side>, from place: RowPlace, progress: (RowQueryProgress) -> Void,
        each: (FoundRow) -> Verdict
    ) async throws(RowQueryFailure) -> Bool {
        do throws(AWSFailure) {
            var streams: [(side: Side, stream: RowStream, rows: ArraySlice<(Row, Int?)>)] = []
            for side in Side.allCases.reversed() where sides.contains(side) {
                guard let stream = try await file(side)?.stream(from: place) else { continue }
                streams.append((side, stream, []))
            }
            guard !streams.isEmpty else { return true }
            var state = RowQueryProgress()
            reading: while true {
                for index in streams.indices {
                    while streams[index].rows.isEmpty {
                        if Task.isCancelled { throw AWSFailure.cancelled }
                        var rows: [(Row, Int?)] = []
                        let side = streams[index].side
                        guard try await streams[index].stream.next({ rows.append((shown($0, of: side), $1)) }) else {
                            break reading
                        }
                        streams[index].rows = rows[...]
                    }
                }
                let count = streams.map(\.rows.count).min() ?? 0
                for _ in 0..<count {
                    let (first, number) = streams[0].rows.removeFirst()
                    var row = FoundRow(number: number, offset: first.offset)
                    if streams[0].side == .output { row.output = first } else { row.input = first }
                    if streams.count > 1 { row.input = streams[1].rows.removeFirst().0 }
                    state.rows += 1
                    if each(row) == .done { return true }
                }
                state.share = streams[0].stream.share
                progress(state)
            }
            state.share = 1
            state.isComplete = true
            progress(state)
            for index in streams.indices {
                var hasMore = !streams[index].rows.isEmpty
                while !hasMore, try await streams[index].stream.next({ _, _ in hasMore = true }) {}
                if hasMore { return false }
            }
            return true
        } catch {
            throw .reading(error)
        }
    }
}
