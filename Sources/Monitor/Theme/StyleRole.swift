/// What a piece of the screen is, to which a theme gives a style; the raw value is its place in `allCases`, from 0.
///
/// A role that a theme does not set takes the style of the role above it along the dots, and at last that of `ui.text`.
enum StyleRole: Int, CaseIterable, Sendable {
    // The frame
    case background
    case text
    case textDim
    case textStrong
    case border
    case title
    case label
    case scrollbar

    // The row of context on top, the row of keys below
    case header
    case headerBrand
    case headerBreadcrumb
    case headerContext
    case footer
    case footerKey
    case footerDisabled

    // Tables
    case tableHeader
    case tableHeaderSorted
    case selection
    case selectionInactive
    case marked
    case match

    // Forms
    case field
    case fieldFocused
    case fieldPlaceholder
    case fieldInvalid
    case button
    case buttonFocused

    // What lies above the screen
    case dialog
    case dialogTitle
    case dialogBorder
    case toast
    case toastSuccess
    case toastWarning
    case toastFailure

    // The state of a job, a candidate, a transform or a check
    case statusRunning
    case statusCompleted
    case statusFailed
    case statusStopped
    case statusPending
    case statusWarning

    // Figures
    case metricBar
    case metricBarBest
    case metricRest
    case progressDone
    case progressRest
    case sparkCPU
    case sparkMemory

    // Words that stand out
    case accent
    case best
    case link
    case input
    case live
    case stale

    // JSON and shell text
    case codeKey
    case codeString
    case codeNumber
    case codePunctuation
}

extension StyleRole {
    /// The key of this role in a theme file.
    var key: String {
        switch self {
        case .background: "ui.background"
        case .text: "ui.text"
        case .textDim: "ui.text.dim"
        case .textStrong: "ui.text.strong"
        case .border: "ui.border"
        case .title: "ui.title"
        case .label: "ui.label"
        case .scrollbar: "ui.scrollbar"
        case .header: "ui.header"
        case .headerBrand: "ui.header.brand"
        case .headerBreadcrumb: "ui.header.breadcrumb"
        case .headerContext: "ui.header.context"
        case .footer: "ui.footer"
        case .footerKey: "ui.footer.key"
        case .footerDisabled: "ui.footer.disabled"
        case .tableHeader: "ui.table.header"
        case .tableHeaderSorted: "ui.table.header.sorted"
        case .selection: "ui.selection"
        case .selectionInactive: "ui.selection.inactive"
        case .marked: "ui.marked"
        case .match: "ui.match"
        case .field: "ui.field"
        case .fieldFocused: "ui.field.focused"
        case .fieldPlaceholder: "ui.field.placeholder"
        case .fieldInvalid: "ui.field.invalid"
        case .button: "ui.button"
        case .buttonFocused: "ui.button.focused"
        case .dialog: "ui.dialog"
        case .dialogTitle: "ui.dialog.title"
        case .dialogBorder: "ui.dialog.border"
        case .toast: "ui.toast"
        case .toastSuccess: "ui.toast.success"
        case .toastWarning: "ui.toast.warning"
        case .toastFailure: "ui.toast.failure"
        case .statusRunning: "status.running"
        case .statusCompleted: "status.completed"
        case .statusFailed: "status.failed"
        case .statusStopped: "status.stopped"
        case .statusPending: "status.pending"
        case .statusWarning: "status.warning"
        case .metricBar: "metric.bar"
        case .metricBarBest: "metric.bar.best"
        case .metricRest: "metric.rest"
        case .progressDone: "progress.done"
        case .progressRest: "progress.rest"
        case .sparkCPU: "spark.cpu"
        case .sparkMemory: "spark.memory"
        case .accent: "accent"
        case .best: "best"
        case .link: "link"
        case .input: "input"
        case .live: "live"
        case .stale: "stale"
        case .codeKey: "code.key"
        case .codeString: "code.string"
        case .codeNumber: "code.number"
        case .codePunctuation: "code.punctuation"
        }
    }

    /// The keys under which a theme may set this role, nearest first: `ui.text.dim`, `ui.text`, `ui`.
    var keys: [String] {
        var keys = [key]
        var rest = Substring(key)
        while let dot = rest.lastIndex(of: ".") {
            rest = rest[..<dot]
            keys.append(String(rest))
        }
        return keys
    }

    /// Every key that a theme may set: the roles and what stands above them.
    static let settableKeys: Set<String> = Set(allCases.flatMap(\.keys))
}
