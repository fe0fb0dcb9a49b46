import BatchInference
import Console

/// The filter of a list: words that must all occur, in any column; `column:word` asks one column alone.
struct FilterField: Hashable, Sendable {
    private(set) var field = TextFieldState()
    /// Whether keys go into it now.
    private(set) var isEditing = false

    init() {}

    var text: String { field.text }
    var isActive: Bool { !text.isEmpty }

    mutating func beginEditing() {
        isEditing = true
    }

    mutating func clear() {
        field = TextFieldState()
        isEditing = false
    }

    /// The most characters that it takes: nothing that is shown is longer than is worth asking for.
    static let limit = 1000

    /// Takes a pasted text; false where it is too long.
    mutating func paste(_ text: String) -> Bool {
        let text = PastedText.trimmed(text)
        guard isEditing, field.count + text.utf8.count <= Self.limit else { return !isEditing }
        field.insert(text)
        return true
    }

    /// Takes a key while editing: Enter keeps the filter, Esc drops it; nil where the key is not for it.
    mutating func take(_ chord: Chord) -> Change? {
        guard isEditing else { return nil }
        switch (chord.key, chord.modifiers) {
        case (.enter, []):
            isEditing = false
            return .unchanged
        case (.escape, []):
            clear()
            return .changed
        default:
            if chord.typedText != nil, field.count >= Self.limit { return .unchanged }
            return field.handle(chord) ? .changed : nil
        }
    }

    enum Change: Hashable, Sendable {
        case changed
        case unchanged
    }

    /// The filter as the status line shows it.
    var statusText: String {
        if isEditing { return "filter: \(text)_   Enter keeps it, Esc drops it" }
        return isActive ? "filter: \(text)" : "filter: none"
    }
}

/// What a filter asks of a list with certain columns, compared byte by byte without regard to case.
///
/// A word that no column is named for is searched everywhere; `"two words"` are one.
struct FilterQuery {
    /// A column by the names that it can be asked by: the stable one and the title above it.
    struct Column {
        var name: String
        var title = ""
        var alias = ""
        /// Whether it shows how long something lasts, so that `<3d` and `>90m` ask it for less and more.
        var isTime = false
        /// Whether it shows a number, so that `>0.95` and `<=300` ask it for more and less.
        var isNumber = false

        private var names: [String] {
            let names = [name.lowercased(), title.lowercased(), alias.lowercased()].filter { !$0.isEmpty }
            // `macro f1` and `macro-f1` can be asked for as `macrof1`, too.
            return names + names.map { $0.filter { $0 != " " && $0 != "-" } }
        }

        fileprivate func isCalled(_ text: String) -> Bool { names.contains(text) }
        fileprivate func begins(with text: String) -> Bool { names.contains { $0.hasPrefix(text) } }
    }

    struct Test {
        /// The columns that are asked; nil for all.
        var columns: [Int]?
        var wanted: String
        /// The time that a column of times is asked for.
        var bound: TimeBound?
        /// The number that a column of numbers is asked for.
        var number: NumberBound?
    }

    /// All of which a row passes.
    let tests: [Test]
    private let count: Int
    /// The columns that a word asks and that there are none of.
    let unknownColumns: [String]
    /// Comparisons with what is no number or time, and what to write instead.
    let problems: [String]

    init(_ text: String, columns: [Column]) {
        var (unknown, problems): ([String], [String]) = ([], [])
        tests = Self.words(of: text).map { word in
            let word = word.lowercased()
            let colons = word.indices.filter { word[$0] == ":" && $0 != word.startIndex }
            // A column's own name may hold a colon, so that the longest name wins.
            for colon in colons.reversed() {
                let name = String(word[..<colon])
                let asked = Self.places(named: name, in: columns)
                if !asked.isEmpty {
                    let wanted = String(word[word.index(after: colon)...])
                    let bound = asked.contains { columns[$0].isTime } ? TimeBound(wanted) : nil
                    let number = asked.contains { columns[$0].isNumber } ? NumberBound(wanted) : nil
                    if bound == nil, number == nil, let first = wanted.first, "<>=".contains(first) {
                        if asked.contains(where: { columns[$0].isNumber }) {
                            problems.append("'\(wanted)' compares with no number; write it as <0.5, >=1200 or <80,000")
                        } else if asked.contains(where: { columns[$0].isTime }) {
                            problems.append("'\(wanted)' compares with no time; write it as <3d or >90m")
                        }
                    }
                    return Test(columns: asked, wanted: wanted, bound: bound, number: number)
                }
            }
            if let first = colons.first, !word[first...].hasPrefix("://") { unknown.append(String(word[..<first])) }
            return Test(columns: nil, wanted: word)
        }
        unknownColumns = unknown
        self.problems = problems
        count = columns.count
    }

    /// The columns of a name; those whose name only begins so, where none has it.
    private static func places(named name: String, in columns: [Column]) -> [Int] {
        let named = columns.indices.filter { !columns[$0].name.isEmpty }
        let exact = named.filter { columns[$0].isCalled(name) }
        return exact.isEmpty ? named.filter { columns[$0].begins(with: name) } : exact
    }

    /// Words between spaces; text in quotation marks stays together.
    static func words(of text: String) -> [String] {
        var words = [""]
        var isQuoted = false
        for scalar in text.unicodeScalars {
            if scalar == "\"" {
                isQuoted.toggle()
            } else if scalar == " ", !isQuoted {
                words.append("")
            } else {
                words[words.count - 1].unicodeScalars.append(scalar)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    /// Whether a row passes, given what each of its columns shows, and the seconds and numbers that columns stand for.
    func admits(
        _ text: (Int) -> String, seconds: (Int) -> Double? = { _ in nil }, number: (Int) -> Double? = { _ in nil }
    ) -> Bool {
        var known: [Int: String] = [:]
        return tests.allSatisfy { test in
            if let bound = test.bound {
                return (test.columns ?? []).contains { seconds($0).map(bound.admits) ?? false }
            }
            if let bound = test.number {
                return (test.columns ?? []).contains { number($0).map(bound.admits) ?? false }
            }
            return (test.columns ?? Array(0..<count)).contains { index in
                let shown = known[index] ?? text(index).lowercased()
                known[index] = shown
                return Self.holds(shown, test.wanted)
            }
        }
    }

    /// Thousands are separated by narrow spaces that nobody types.
    static func holds(_ text: String, _ wanted: String) -> Bool {
        if text.utf8.contains(wanted.utf8) { return true }
        guard text.unicodeScalars.contains("\u{202F}") else { return false }
        let spaced = text.unicodeScalars.reduce(into: (blank: "", none: "")) { parts, scalar in
            if scalar == "\u{202F}" {
                parts.blank.append(" ")
            } else {
                parts.blank.unicodeScalars.append(scalar)
                parts.none.unicodeScalars.append(scalar)
            }
        }
        return spaced.blank.utf8.contains(wanted.utf8) || spaced.none.utf8.contains(wanted.utf8)
    }
}

/// A time as a filter has it: `<3d` for less than three days, `>90m` for more than ninety minutes.
struct TimeBound: Hashable, Sendable {
    var isUpper: Bool
    var seconds: Double

    /// Nil for anything else, which is looked for as it stands.
    init?(_ text: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let sign = text.first, sign == "<" || sign == ">", let unit = text.last.flatMap({ units[$0] }),
            let count = Double(text.dropFirst().dropLast()), count.isFinite, count >= 0
        else { return nil }
        isUpper = sign == "<"
        seconds = count * unit
    }

    func admits(_ value: Double) -> Bool { isUpper ? value < seconds : value > seconds }
}

/// A number as a filter has it: `>0.95`, `<=300`, `=1`; `%` divides by a hundred.
struct NumberBound: Hashable, Sendable {
    private enum Comparison: Hashable, Sendable {
        case less, lessOrEqual, equal, greaterOrEqual, greater
    }

    private var comparison: Comparison
    private var limit: Double

    /// Nil for anything else, which is looked for as it stands.
    init?(_ text: String) {
        let signs: [(String, Comparison)] = [
            ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<", .less), (">", .greater), ("=", .equal),
        ]
        guard let (sign, comparison) = signs.first(where: { text.hasPrefix($0.0) }) else { return nil }
        var digits = text.dropFirst(sign.count)
        let isShare = digits.last == "%"
        if isShare { digits = digits.dropLast() }
        guard let number = Double(Self.ungrouped(digits)), number.isFinite else { return nil }
        self.comparison = comparison
        limit = isShare ? number / 100 : number
    }

    /// Without the commas or narrow spaces between thousands, where each stands before three digits.
    private static func ungrouped(_ digits: Substring) -> String {
        let whole = digits.prefix { $0 != "." }
        let groups = whole.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "\u{202F}" }
        func areDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard groups.count > 1, (1...3).contains(groups[0].count), groups.allSatisfy(areDigits),
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return String(digits) }
        return groups.joined() + digits.dropFirst(whole.count)
    }

    func admits(_ value: Double) -> Bool {
        switch comparison {
        case .less: value < limit
        case .lessOrEqual: value <= limit
        case .equal: value == limit
        case .greaterOrEqual: value >= limit
        case .greater: value > limit
        }
    }
}

/// A screen whose rows can be filtered: the keys are the same in all of them.
protocol FilteredScreen: Screen {
    var filter: FilterField { get set }
    /// Called after the filter was changed.
    mutating func filterChanged(_ context: Context) -> [Effect<Event>]
}

extension FilteredScreen {
    /// Keys for the filter while it is being typed.
    mutating func typeIntoFilter(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        switch filter.take(chord) {
        case .changed?: filterChanged(context)
        case .unchanged?: []
        case nil: nil
        }
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        typeIntoFilter(chord, context)
    }

    var takesText: Bool { filter.isEditing }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        pasteIntoFilter(text, context)
    }

    mutating func pasteIntoFilter(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard filter.isEditing else { return [] }
        guard filter.paste(text) else {
            return [.toast(Toast(.hint, "nothing pasted: a filter takes up to \(FilterField.limit) characters"))]
        }
        return filterChanged(context)
    }

    static func filterCommands(_ prefix: String, of things: String) -> [Command<Self, Event>] {
        [
            Command(
                "\(prefix).filter", "filter",
                help: "Filter \(things); use column:word to search one column.", chords: ["/"], footerRank: 60,
                run: { screen, _ in
                    screen.filter.beginEditing()
                    return []
                }),
            Command(
                "\(prefix).clear-filter", "show all", help: "Drop the filter.",
                chords: ["Ctrl-L", "Esc"],
                availability: { .when($0.filter.isActive, otherwise: "no filter is set") },
                run: { screen, context in
                    screen.filter.clear()
                    return screen.filterChanged(context)
                }),
        ]
    }
}

extension Canvas {
    /// Says in the middle of an area that nothing matches a filter, and which columns it can ask where it names another.
    mutating func noMatches(
        _ filter: FilterField, of things: String, columns: [FilterQuery.Column], in area: Rect
    ) {
        var lines = [("no \(things) match the filter \(filter.text)", StyleRole.text)]
        let query = FilterQuery(filter.text, columns: columns)
        if let problem = query.problems.first { lines[0] = (problem, .text) }
        if let unknown = query.unknownColumns.first {
            let names = columns.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
            lines.append(("no column \(unknown); columns: \(names)", .text))
        }
        message(lines + [("Esc shows all", .textDim)], in: area)
    }
}
