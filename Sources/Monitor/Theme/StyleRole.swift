/// What a piece of the screen is, to which a theme gives a style; the raw value is the key in a theme file.
///
/// A role that a theme does not set takes the style of the role above it along the dots, and at last that of `ui.text`.
public enum StyleRole: String, CaseIterable, Sendable {
    // The frame
    case background = "ui.background"
    case text = "ui.text"
    case textDim = "ui.text.dim"
    case textStrong = "ui.text.strong"
    case border = "ui.border"
    case title = "ui.title"
    case label = "ui.label"
    case scrollbar = "ui.scrollbar"

    // The row of context on top, the row of keys below
    case header = "ui.header"
    case headerBrand = "ui.header.brand"
    case headerBreadcrumb = "ui.header.breadcrumb"
    case headerContext = "ui.header.context"
    case footer = "ui.footer"
    case footerKey = "ui.footer.key"
    case footerDisabled = "ui.footer.disabled"

    // Tables
    case tableHeader = "ui.table.header"
    case tableHeaderSorted = "ui.table.header.sorted"
    case selection = "ui.selection"
    case selectionInactive = "ui.selection.inactive"
    case marked = "ui.marked"
    case match = "ui.match"

    // Forms
    case field = "ui.field"
    case fieldFocused = "ui.field.focused"
    case fieldPlaceholder = "ui.field.placeholder"
    case fieldInvalid = "ui.field.invalid"
    case button = "ui.button"
    case buttonFocused = "ui.button.focused"

    // What lies above the screen
    case dialog = "ui.dialog"
    case dialogTitle = "ui.dialog.title"
    case dialogBorder = "ui.dialog.border"
    case toast = "ui.toast"
    case toastSuccess = "ui.toast.success"
    case toastWarning = "ui.toast.warning"
    case toastFailure = "ui.toast.failure"

    // The state of a job, a candidate, a transform or a check
    case statusRunning = "status.running"
    case statusCompleted = "status.completed"
    case statusFailed = "status.failed"
    case statusStopped = "status.stopped"
    case statusPending = "status.pending"
    case statusWarning = "status.warning"

    // Figures
    case metricBar = "metric.bar"
    case metricBarBest = "metric.bar.best"
    case metricRest = "metric.rest"
    case progressDone = "progress.done"
    case progressRest = "progress.rest"
    case sparkCPU = "spark.cpu"
    case sparkMemory = "spark.memory"

    // Words that stand out
    case accent
    case best
    case link
    case input
    case live
    case stale

    // JSON and shell text
    case codeKey = "code.key"
    case codeString = "code.string"
    case codeNumber = "code.number"
    case codePunctuation = "code.punctuation"

    /// The place of this role in `allCases`, from 0.
    ///
    /// An enum without payloads and with fewer than 256 cases is stored as that number in one byte, so a look-up in an
    /// array by role costs no hash and no switch.
    @inlinable
    public var ordinal: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

    /// The keys under which a theme may set this role, nearest first: `ui.text.dim`, `ui.text`, `ui`.
    var keys: [String] {
        var keys = [rawValue]
        var rest = Substring(rawValue)
        while let dot = rest.lastIndex(of: ".") {
            rest = rest[..<dot]
            keys.append(String(rest))
        }
        return keys
    }

    /// Every key that a theme may set: the roles and what stands above them.
    static let settableKeys: Set<String> = Set(allCases.flatMap(\.keys))
}
