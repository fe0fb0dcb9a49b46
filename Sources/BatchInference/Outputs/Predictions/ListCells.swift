/// Lists that stand in one cell, as containers write probabilities and labels: `[0.94, 0.06]`, `['yes', "don't know"]`.
enum ListCells {
    enum Element: Hashable, Sendable {
        case number(String)
        case label(String)

        var text: String {
            switch self {
            case .number(let text), .label(let text): text
            }
        }

        var isNumber: Bool { if case .number = self { true } else { false } }
    }

    /// The elements of a list as Python or JSON writes it; nil for anything else.
    static func elements(of cell: String) -> [Element]? {
        var bytes = Array(cell.utf8)[...]
        func skipSpaces() { bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }
        func take(_ sign: Unicode.Scalar) -> Bool {
            skipSpaces()
            guard bytes.first == UInt8(ascii: sign) else { return false }
            bytes.removeFirst()
            return true
        }
        guard take("[") else { return nil }
        var elements: [Element] = []
        if !take("]") {
            repeat {
                skipSpaces()
                guard let element = element(&bytes) else { return nil }
                elements.append(element)
            } while take(",")
            guard take("]") else { return nil }
        }
        skipSpaces()
        return bytes.isEmpty ? elements : nil
    }

    private static func element(_ bytes: inout ArraySlice<UInt8>) -> Element? {
        guard let first = bytes.first else { return nil }
        guard first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") else {
            let digits = bytes.prefix { ![UInt8(ascii: ","), UInt8(ascii: "]"), 0x20].contains($0) }
            let text = String(decoding: digits, as: UTF8.self)
            guard Double(text) != nil else { return nil }
            bytes = bytes.dropFirst(digits.count)
            return .number(text)
        }
        bytes.removeFirst()
        var content: [UInt8] = []
        while let byte = bytes.popFirst() {
            if byte == first { return .label(String(decoding: content, as: UTF8.self)) }
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            guard let escaped = bytes.popFirst() else { return nil }
            switch escaped {
            case UInt8(ascii: "n"): content.append(0x0A)
            case UInt8(ascii: "t"): content.append(0x09)
            case UInt8(ascii: "r"): content.append(0x0D)
            case UInt8(ascii: "x"), UInt8(ascii: "u"):
                let length = escaped == UInt8(ascii: "x") ? 2 : 4
                guard let code = UInt32(String(decoding: bytes.prefix(length), as: UTF8.self), radix: 16),
                    let scalar = Unicode.Scalar(code)
                else { return nil }
                content += String(scalar).utf8
                bytes = bytes.dropFirst(length)
            default: content.append(escaped)
            }
        }
        return nil
    }
}

extension RecordBlock {
    /// The block with a list of probabilities taken apart, a column a class, named by the list of labels beside it.
    ///
    /// Where rows have the same labels in another order, each value goes to its own label. Where the lists do not fit one
    /// another in every row, they stay as they are.
    func spreadingProbabilities() -> RecordBlock {
        let lists = titles.indices.compactMap { column in Column(column, of: self) }
        let values = lists.filter { !$0.isLabels }
        guard
            let numbers = values.first(where: { (titles[$0.place] ?? "").hasSuffix("probabilities") }) ?? values.first
        else { return self }
        let labels = lists.first { $0.isLabels && $0.width == numbers.width }
        // Lists that nothing names are taken apart only where they are known to be probabilities.
        guard labels != nil || (titles[numbers.place] ?? "").hasSuffix("probabilities") else { return self }
        let classes = labels?.lists.lazy.compactMap(\.self).first { !$0.isEmpty }?.map(\.text)
        if let classes, Set(classes).count != classes.count { return self }
        var cells: [[String]] = []
        for (row, values) in numbers.lists.enumerated() {
            guard let values, !values.isEmpty else {
                cells.append(Array(repeating: "", count: numbers.width))
                continue
            }
            guard let classes else {
                cells.append(values.map(\.text))
                continue
            }
            guard let own = labels?.lists[row]?.map(\.text), Set(own) == Set(classes) else { return self }
            cells.append(classes.map { name in own.firstIndex(of: name).map { values[$0].text } ?? "" })
        }
        let names = classes ?? (1...numbers.width).map { "\(titles[numbers.place] ?? "probabilities") \($0)" }
        return spread(column: numbers.place, names: names, cells: cells, without: labels?.place)
    }

    private func spread(column: Int, names: [String], cells: [[String]], without dropped: Int?) -> RecordBlock {
        var result = self
        result.titles = []
        for place in titles.indices where place != dropped {
            if place == column {
                result.titles += names.map(Optional.some)
            } else {
                result.titles.append(titles[place])
            }
        }
        for row in rows.indices {
            var own: [String] = []
            for place in titles.indices where place != dropped {
                if place == column {
                    own += cells[row]
                } else if place < rows[row].cells.count {
                    own.append(rows[row].cells[place])
                }
            }
            // A row without a field stays one.
            result.rows[row].cells = rows[row].cells.isEmpty ? [] : own
        }
        return result
    }

    /// A column that holds lists of one width, as far as its cells hold anything.
    private struct Column {
        var place: Int
        var lists: [[ListCells.Element]?]
        var width: Int
        var isLabels: Bool

        init?(_ place: Int, of block: RecordBlock) {
            self.place = place
            lists = []
            width = 0
            isLabels = false
            for row in block.rows {
                guard place < row.cells.count, !row.cells[place].isEmpty else {
                    lists.append(nil)
                    continue
                }
                guard !row.isCut, let list = ListCells.elements(of: row.cells[place]) else { return nil }
                lists.append(list)
                guard let first = list.first else { continue }
                guard width == 0 || (list.count == width && first.isNumber != isLabels) else { return nil }
                width = list.count
                isLabels = !first.isNumber
                guard list.allSatisfy({ $0.isNumber != isLabels }), width <= 1000 else { return nil }
            }
            if width == 0 { return nil }
        }
    }
}
