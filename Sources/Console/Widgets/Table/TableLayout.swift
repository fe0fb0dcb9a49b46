/// Which columns of a table fit, where each starts and how wide it is.
public struct TableLayout: Hashable, Sendable {
    /// A column that is shown.
    public struct Slot: Hashable, Sendable {
        /// Its index among the table's columns.
        public let index: Int
        /// Columns from the table's left edge.
        public let offset: Int
        public let columns: Int
    }

    public let slots: [Slot]

    /// Lays the columns out from `leading` to `total`, with `gap` blanks between two.
    ///
    /// Columns of the highest priority are dropped until the rest fit at their least widths; what is left over goes to
    /// the flexible ones by weight. Columns of priority 0 are narrowed instead, from the right.
    public init(_ columns: [TableColumn], total: Int, leading: Int = 0, gap: Int = 2) {
        let room = max(0, total - leading)
        var kept = Array(columns.indices)
        func need() -> Int { kept.reduce(0) { $0 + Self.least(columns[$1]) } + gap * max(0, kept.count - 1) }
        while need() > room, let dropped = kept.reversed().max(by: { columns[$0].priority < columns[$1].priority }),
            columns[dropped].priority > 0
        {
            kept.removeAll { $0 == dropped }
        }
        var widths = kept.map { Self.least(columns[$0]) }
        Self.share(room - need(), among: kept.map { columns[$0].width }, &widths)
        var slots: [Slot] = []
        var offset = leading
        for (place, index) in kept.enumerated() {
            let width = min(widths[place], total - offset)
            if width <= 0 { break }
            slots.append(Slot(index: index, offset: offset, columns: width))
            offset += width + gap
        }
        self.slots = slots
    }

    private static func least(_ column: TableColumn) -> Int {
        switch column.width {
        case .fixed(let columns): max(0, columns)
        case .flexible(let least, _, _): max(0, least)
        }
    }

    private static func share(_ room: Int, among columns: [TableColumn.Width], _ widths: inout [Int]) {
        var extra = room
        while extra > 0 {
            var open: [(place: Int, weight: Int, most: Int)] = []
            for (place, width) in columns.enumerated() {
                if case .flexible(_, let weight, let most) = width, weight > 0, widths[place] < most {
                    open.append((place, weight, most))
                }
            }
            if open.isEmpty { return }
            let weights = open.reduce(0) { $0 + $1.weight }
            let round = extra
            for (place, weight, most) in open {
                let share = min(max(1, round * weight / weights), most - widths[place], extra)
                widths[place] += share
                extra -= share
            }
        }
    }
}
