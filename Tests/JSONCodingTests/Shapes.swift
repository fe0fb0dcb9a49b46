/// Values of every form that the coders know.
struct Shapes: Codable, Equatable {
    var yes: Bool
    var text: String
    var double: Double
    var float: Float
    var whole: Int
    var small: Int8
    var large: UInt64
    var absent: String?
    var list: [Int?]
    var lists: [[String]]
    var named: [String: Nested]
    var nested: Nested?
    var choice: Choice

    struct Nested: Codable, Equatable {
        var value: Double?
        var inner: [Nested]
    }

    enum Choice: String, Codable {
        case first
        case second
    }

    private enum CodingKeys: String, CodingKey {
        case yes
        case text = "Text"
        case double, float, whole, small, large, absent, list, lists, named, nested, choice
    }

    static func random(_ source: inout some RandomNumberGenerator) -> Shapes {
        Shapes(
            yes: .random(using: &source), text: text(&source), double: double(&source),
            float: .random(in: -1000...1000, using: &source), whole: .random(in: .min ... .max, using: &source),
            small: .random(in: .min ... .max, using: &source), large: .random(in: 0 ... .max, using: &source),
            absent: Bool.random(using: &source) ? nil : text(&source),
            list: (0..<Int.random(in: 0...4, using: &source)).map {
                $0 % 2 == 0 ? nil : .random(in: -5...500, using: &source)
            },
            lists: (0..<Int.random(in: 0...3, using: &source)).map { count in (0..<count).map { _ in text(&source) } },
            named: Dictionary(
                (0..<Int.random(in: 0...5, using: &source)).map { _ in (text(&source), nested(&source, depth: 2)) },
                uniquingKeysWith: { first, _ in first }),
            nested: Bool.random(using: &source) ? nil : nested(&source, depth: 3),
            choice: Bool.random(using: &source) ? .first : .second)
    }

    private static func nested(_ source: inout some RandomNumberGenerator, depth: Int) -> Nested {
        Nested(
            value: Bool.random(using: &source) ? nil : double(&source),
            inner: depth == 0
                ? [] : (0..<Int.random(in: 0...2, using: &source)).map { _ in nested(&source, depth: depth - 1) })
    }

    static func double(_ source: inout some RandomNumberGenerator) -> Double {
        switch Int.random(in: 0..<4, using: &source) {
        case 0: Double(Int.random(in: -100_000...100_000, using: &source))
        case 1: Double(Int.random(in: 0...99_999_999, using: &source)) / 1000
        case 2: .random(in: -1e300...1e300, using: &source)
        default: .random(in: -1e-300...1e-300, using: &source)
        }
    }

    private static let pieces: [Character] = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", "é", "€", "😀", "\u{202E}", "\u{FFFF}",
    ]

    private static func text(_ source: inout some RandomNumberGenerator) -> String {
        String((0..<Int.random(in: 0...12, using: &source)).map { _ in pieces.randomElement(using: &source)! })
    }
}
