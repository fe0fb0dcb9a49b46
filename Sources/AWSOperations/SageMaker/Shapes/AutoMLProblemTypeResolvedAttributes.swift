/// Auto mlproblem type resolved attributes.
public struct AutoMLProblemTypeResolvedAttributes: Codable, Hashable, Sendable {
    public var tabularResolvedAttributes: TabularResolvedAttributes?

    public init(tabularResolvedAttributes: TabularResolvedAttributes? = nil) {
        self.tabularResolvedAttributes = tabularResolvedAttributes
    }

    private enum CodingKeys: String, CodingKey {
        case tabularResolvedAttributes = "TabularResolvedAttributes"
    }
}
