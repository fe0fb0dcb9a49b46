/// How a cell looks: two colours and attributes.
public struct Style: Hashable, Sendable {
    /// What text can be beside its colours.
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let reverse = Attributes(rawValue: 16)
        public static let strikethrough = Attributes(rawValue: 32)
    }

    public var foreground: Color
    public var background: Color
    public var attributes: Attributes

    public init(foreground: Color = .default, background: Color = .default, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours, no attributes.
    public static let plain = Style()

    /// This style laid over another: colours left at `.default` come from below, attributes add up.
    public func over(_ below: Style) -> Style {
        Style(
            foreground: foreground == .default ? below.foreground : foreground,
            background: background == .default ? below.background : background,
            attributes: attributes.union(below.attributes))
    }
}
