/// A part of a report as it is read: screens and commands lay the same out, each in its way.
public struct ReportSection: Hashable, Sendable {
    public enum Block: Hashable, Sendable {
        case text(String)
        /// What qualifies the rest.
        case note(String)
        /// What isn't there, or not as it should be.
        case warning(String)
        case table(FigureTable)
        case matrix(LabelMatrix)
        case curve(ReportCurve)
        case bars([Explainability.Feature], note: String?)
        case place(title: String, uri: String)
    }

    public var title: String
    public var blocks: [Block]
    /// Whether it stands beside the others where there is room.
    public var isAside = false
}

extension ModelReport {
    /// Features that are shown.
    public static let featureLimit = 40
    private static let unknownLimit = 12
    private static let rowLimit = 60
    /// Curves of one kind that are drawn.
    static let curveLimit = 4
    private static let columnLimit = 500
    private static let firstWarnings = 6
    private static let moreWarnings = 40

    /// - Parameter output: The class whose importance is shown, by its place; nil for all.
    public func sections(output: Int? = nil) -> [ReportSection] {
        var sections: [ReportSection] = []
        // Figures stay in sight: what is beyond a few lines comes after them.
        let warnings = shortfalls.map(\.line) + notes
        var lacks = warnings.prefix(Self.firstWarnings).map { ReportSection.Block.warning($0) }
        let rest = warnings.dropFirst(Self.firstWarnings)
        if !rest.isEmpty { lacks.append(.note("\(DisplayText.count(rest.count)) more at the end")) }
        if !lacks.isEmpty { sections.append(ReportSection(title: "", blocks: lacks)) }
        if let quality { sections += Self.sections(quality) }
        if let backtest, !backtest.isEmpty { sections.append(Self.section(backtest)) }
        if let explainability { sections += Self.sections(explainability, output) }
        if let columns { sections.append(Self.section(columns)) }
        let placed = placeSection
        if !placed.blocks.isEmpty { sections.append(placed) }
        let unknown =
            (quality?.allUnknown ?? []) + (explainability?.unknown ?? []) + (backtest?.unknown ?? [])
        if !unknown.isEmpty { sections.append(Self.section(unknown)) }
        if !rest.isEmpty {
            let hidden = rest.count - min(rest.count, Self.moreWarnings)
            sections.append(
                ReportSection(
                    title: "More that can't be read",
                    blocks: rest.prefix(Self.moreWarnings).map { .warning($0) }
                        + (hidden > 0 ? [.note("\(DisplayText.count(hidden)) more: --json has them all")] : [])))
        }
        return sections
    }

    private static func sections(_ quality: ModelQualityReport) -> [ReportSection] {
        quality.sections.enumerated().flatMap { place, section -> [ReportSection] in
            var sections: [ReportSection] = []
            var blocks: [ReportSection.Block] = []
            if !section.metrics.isEmpty { blocks.append(.table(section.table.limited(to: rowLimit))) }
            blocks += section.notes.map { .note($0) }
            let rows = place == 0 ? quality.rows.map { ", \(DisplayText.count($0)) validation rows" } ?? "" : ""
            if !blocks.isEmpty { sections.append(ReportSection(title: section.kind.title + rows, blocks: blocks)) }
            if let matrix = section.matrix {
                sections.append(
                    ReportSection(
                        title: "Confusion matrix", blocks: [.matrix(matrix)] + matrix.notes.map { .note($0) }))
            }
            for kind in [ReportCurve.Kind.receiverOperatingCharacteristic, .precisionRecall] {
                sections += Self.sections(section.curves.filter { $0.kind == kind })
            }
            return sections
        }
    }

    /// A picture each; of many classes a table, and pictures of the weakest.
    private static func sections(_ curves: [ReportCurve]) -> [ReportSection] {
        func section(_ curve: ReportCurve) -> ReportSection {
            let area = curve.areaText.isEmpty ? "" : ", \(curve.areaText)"
            return ReportSection(
                title: curve.title + area,
                blocks: curve.points.isEmpty
                    ? [.note("the report has no points for it")] : [.curve(curve), .table(curve.table)])
        }
        guard curves.count > curveLimit, let first = curves.first else { return curves.map(section) }
        let areas = curves.map(\.area)
        let weakest = curves.indices.sorted { (areas[$0] ?? 2, $0) < (areas[$1] ?? 2, $1) }.map { curves[$0] }
        let name = first.kind == .precisionRecall ? "Precision-recall curves" : "ROC curves"
        let overview = ReportSection(
            title: "\(name) of \(DisplayText.count(curves.count)) classes, smallest area first",
            blocks: [
                .note(ReportCurve.meaning(of: curves)), .table(ReportCurve.table(of: weakest).limited(to: rowLimit)),
                .note("in full below: the \(curveLimit) with the smallest area; --json has the points of all"),
            ])
        return [overview] + weakest.prefix(curveLimit).map(section)
    }

    private static func section(_ backtest: Backtest) -> ReportSection {
        var blocks: [ReportSection.Block] = []
        if let table = backtest.metricTable { blocks.append(.table(table.limited(to: rowLimit))) }
        if let table = backtest.quantileTable {
            blocks.append(.note("forecasts beside actual values, \(backtest.extent)"))
            blocks.append(.table(table))
        }
        return ReportSection(title: "Backtest", blocks: blocks)
    }

    private static func sections(_ explainability: Explainability, _ output: Int?) -> [ReportSection] {
        var sections = explainability.methods.map { method -> ReportSection in
            let chosen = output.flatMap { method.outputs.indices.contains($0) ? method.outputs[$0] : nil } ?? method.all
            let name =
                method.outputs.count > 1 && (output == nil || !method.outputs.indices.contains(output ?? 0))
                ? "all \(method.outputs.count) classes" : method.name(of: chosen)
            let shown = Array(chosen.features.prefix(featureLimit))
            let rest = chosen.features.count - shown.count
            var blocks: [ReportSection.Block] = [
                shown.isEmpty
                    ? .note("the report has no values for it")
                    : .bars(
                        shown,
                        note: rest > 0
                            ? "\(DisplayText.counted(rest, "more column")) with less: --json has them all"
                            : nil)
            ]
            if chosen.unread > 0 {
                blocks.append(
                    .note(
                        "\(DisplayText.counted(chosen.unread, "column has", "columns have")) no number there"
                    ))
            }
            if let expected = chosen.expectedValue, expected.isFinite {
                blocks.append(.note("expected value \(FigureTable.text(expected))"))
            }
            return ReportSection(
                title: "Feature importance, \(method.title)" + (name.map { ", \($0)" } ?? ""), blocks: blocks,
                isAside: true)
        }
        if let bias = explainability.biasTable {
            sections.append(ReportSection(title: "Bias", blocks: [.table(bias.limited(to: rowLimit))], isAside: true))
        }
        return sections
    }

    private static func section(_ columns: InputColumnsAnswer) -> ReportSection {
        switch columns {
        case .unknown(let reason):
            return ReportSection(
                title: "Input columns", blocks: [.note("unknown, because \(reason)")], isAside: true)
        case .known(let columns):
            var blocks: [ReportSection.Block] = [.table(columns.table.limited(to: columnLimit))]
            if !columns.left.isEmpty {
                blocks.append(.note("records don't have \(columns.left.joined(separator: ", "))"))
            }
            return ReportSection(
                title: "Input columns, in this order", blocks: blocks + columns.notes.map { .note($0) }, isAside: true)
        }
    }

    private var placeSection: ReportSection {
        var blocks: [ReportSection.Block] = []
        for place in places {
            let formats =
                place.files.isEmpty ? "" : ": \(Set(place.files.map(\.format)).sorted().joined(separator: ", "))"
            blocks.append(
                .place(title: place.part.title + formats + (place.hasMore ? " and more" : ""), uri: place.uri))
        }
        blocks += notebooks.map { .place(title: "\($0.title) notebook", uri: $0.uri) }
        return ReportSection(title: "Places", blocks: blocks, isAside: true)
    }

    private static func section(_ unknown: [UnknownPart]) -> ReportSection {
        let rest = unknown.count - min(unknown.count, unknownLimit)
        return ReportSection(
            title: "As reported",
            blocks: unknown.prefix(unknownLimit).map { .text("\($0.name): \($0.text)") }
                + (rest > 0 ? [.note("\(DisplayText.count(rest)) more: --json has them all")] : []), isAside: true)
    }
}
