/// What a piece of the screen is, to which a theme gives a style; the raw value is its place in `allCases`, from 0.
///
/// A role that a theme does not set takes the style of the role above it along the dots, and at last that of `ui.text`.
public enum StyleRole: Int, CaseIterable, Sendable {
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
