import AWSOperations
import BatchInference
import Console

/// The environment of a model's containers, variable by variable, beside the candidate's own.
///
/// The changes go to the screen below when it closes.
struct ContainerEnvironmentScreen: Screen {
    enum Event: Sendable {}

    enum Row: Hashable {
        case container(Int)
        case variable(container: Int, name: String)
        /// A line that says how to add one, at a container's end.
        case addition(container: Int)

        var container: Int {
            switch self {
            case .container(let container), .addition(let container): container
            case .variable(let container, _): container
            }
        }
    }

    /// What is being typed.
    enum Entry: Hashable {
        case value(container: Int, name: String)
        /// `NAME=value` of a new variable.
        case addition(container: Int)
    }

    var plan: LaunchPlan
    var selected = Row.container(1)
    var entry: Entry?
    var editor = TextFieldState()
    var top = 0
    private let done: @Sendable ([EnvironmentChange]) -> any Sendable

    var crumb: String { "Containers" }
    var takesText: Bool { entry != nil }

    /// `done` makes the event that the screen below understands.
    init(_ plan: LaunchPlan, done: @escaping @Sendable ([EnvironmentChange]) -> any Sendable) {
        self.plan = plan
        self.done = done
        selected = selectable.first ?? .container(1)
    }

    var statusLine: StatusLine {
        let count = plan.environmentDifferences.count
        let problem = plan.problems().first { $0.field == .containerEnvironment && $0.severity == .error }
        return StatusLine(
            left: problem.map { "\($0.message) (\($0.source))" }
                ?? (count == 0
                    ? "same as the candidate's containers"
                    : "\(count) variable\(count == 1 ? " differs" : "s differ") from the candidate's"),
            right: "at most 32 KB in total")
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    // MARK: Rows

    /// Everything that is shown; variables that the model leaves out stay in their place.
    var rows: [Row] {
        let model = plan.modelContainers
        return plan.containers.enumerated().flatMap { index, container in
            let names = Set((container.environment ?? [:]).keys).union((model[index].environment ?? [:]).keys)
            return [Row.container(index + 1)]
                + names.sorted().map { .variable(container: index + 1, name: $0) }
                + [.addition(container: index + 1)]
        }
    }

    private var selectable: [Row] { rows.filter { if case .container = $0 { false } else { true } } }

    func window(height: Int) -> ScrollWindow {
        let rows = rows
        return ScrollWindow(
            former: top, selected: rows.firstIndex(of: selected), height: height, count: rows.count, margin: 1)
    }

    mutating func move(by steps: Int, _ context: Context) {
        let rows = selectable
        guard !rows.isEmpty else { return }
        let place = rows.firstIndex(of: selected) ?? 0
        selected = rows[min(max(place + steps, 0), rows.count - 1)]
        top = window(height: context.area.rows).first
        // The heading of the first variables comes into sight with them.
        if selected == rows.first { top = 0 }
    }

    // MARK: Editing

    /// Opens the marked row for typing.
    mutating func open() {
        switch selected {
        case .variable(let container, let name):
            entry = .value(container: container, name: name)
            editor = TextFieldState(plan.modelEnvironment(of: container)[name] ?? "")
        case .addition(let container), .container(let container): add(to: container)
        }
    }

    mutating func add(to container: Int) {
        selected = .addition(container: container)
        entry = .addition(container: container)
        editor = TextFieldState()
    }

    /// Leaves the marked variable out, or takes back an addition.
    mutating func leaveOut() {
        guard case .variable(let container, let name) = selected else { return }
        plan.setEnvironment(container: container, name: name, value: nil)
        settle()
    }

    /// Gives the marked variable back what it has without changes by hand.
    mutating func restore() {
        guard case .variable(let container, let name) = selected else { return }
        plan.environmentChanges.removeAll { $0.container == container && $0.name == name }
        settle()
    }

    /// A variable that is gone cannot stay marked.
    private mutating func settle() {
        if !rows.contains(selected) { selected = .addition(container: selected.container) }
    }

    /// What is wrong with what is being typed; nil where it can be taken.
    var entryProblem: String? {
        guard let (container, name, value) = typed else {
            return editor.isEmpty ? nil : "use the form NAME=value"
        }
        var tried = plan
        tried.setEnvironment(container: container, name: name, value: value)
        let problem = tried.problems().first { $0.field == .containerEnvironment && $0.severity == .error }
        return problem.map { "\($0.message) (\($0.source))" }
    }

    /// The variable that is being typed; nil while it has no name.
    private var typed: (container: Int, name: String, value: String)? {
        switch entry {
        case .value(let container, let name): return (container, name, PastedText.trimmed(editor.text))
        case .addition(let container):
            guard let sign = editor.text.firstIndex(of: "="), sign != editor.text.startIndex else { return nil }
            let name = PastedText.trimmed(String(editor.text[..<sign])).filter { $0 != " " }
            return (container, name, PastedText.trimmed(String(editor.text[editor.text.index(after: sign)...])))
        case nil: return nil
        }
    }

    mutating func accept() -> [Effect<Event>] {
        guard let (container, name, value) = typed else {
            if editor.isEmpty { entry = nil }
            return entry == nil ? [] : [.toast(Toast(.warning, "write the new variable as NAME=value"))]
        }
        if let problem = entryProblem { return [.toast(Toast(.warning, problem))] }
        plan.setEnvironment(container: container, name: name, value: value)
        selected = .variable(container: container, name: name)
        settle()
        entry = nil
        return []
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard entry != nil else { return nil }
        switch chord {
        case "Enter", "Tab":
            let effects = accept()
            top = window(height: context.area.rows).first
            return effects
        case "Esc":
            entry = nil
            return []
        default:
            // Nothing that is typed here may reach a command, Backspace in an empty value least of all.
            _ = editor.handle(chord)
            return []
        }
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        if entry != nil { editor.insert(PastedText.trimmed(text)) }
        return []
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        guard entry == nil else { return [] }
        switch event.action {
        case .wheelUp: move(by: -1, context)
        case .wheelDown: move(by: 1, context)
        case .press(.left):
            let window = window(height: context.area.rows)
            guard let index = window.row(atOffset: event.point.row - context.area.top) else { return [] }
            let row = rows[index]
            guard selectable.contains(row) else { return [] }
            if selected == row { open() } else { selected = row }
        default: break
        }
        return []
    }

    func close() -> [Effect<Event>] { [.navigate(.finish(done(plan.environmentChanges)))] }
}

extension ContainerEnvironmentScreen {
    func draw(on canvas: inout Canvas, in area: Rect) {
        let rows = rows
        let window = window(height: area.rows)
        let nameColumns = min(max(area.columns / 2 - 6, 20), 42)
        for (offset, row) in rows[window.visible].enumerated() {
            let line = area.row(offset).inset(left: 1, right: 2)
            let isSelected = row == selected
            if isSelected { canvas.text(canvas.glyphs.cursor, at: line.origin, .accent, columns: 2) }
            switch row {
            case .container(let number): draw(container: number, in: line, on: &canvas)
            case .addition(let number):
                if entry == .addition(container: number) {
                    drawEntry(placeholder: "NAME=value", in: line.inset(left: 4), on: &canvas)
                } else {
                    canvas.text(
                        "+ add a variable", in: line.inset(left: 4), isSelected ? .fieldFocused : .textDim)
                }
            case .variable(let number, let name):
                let (label, value) = line.inset(left: 2).splitLeft(nameColumns)
                draw(number, name, label: label, value: value, isSelected: isSelected, on: &canvas)
            }
        }
        canvas.draw(
            Scrollbar(window, style: canvas.theme[.scrollbar], track: canvas.theme[.border]), in: area.splitRight(1).0)
    }

    private func draw(container number: Int, in line: Rect, on canvas: inout Canvas) {
        let definition = plan.containers[number - 1]
        let role = InferenceContainer(definition, position: number).role
        let image = String(definition.image.pathName)
        canvas.runs(
            [("\(number)  \(role)  ", .title), (image, .textDim)], at: line.origin, columns: line.columns)
    }

    private func draw(
        _ number: Int, _ name: String, label: Rect, value: Rect, isSelected: Bool, on canvas: inout Canvas
    ) {
        let before = (plan.containers[number - 1].environment ?? [:])[name]
        let after = plan.modelEnvironment(of: number)[name]
        // The sign says what the colour says: new, left out, other.
        let sign = before == after ? " " : before == nil ? "+" : after == nil ? "-" : "~"
        canvas.text(sign, in: label, .accent)
        canvas.text(name, in: label.inset(left: 2, right: 1), isSelected ? .textStrong : .label, cut: .middle)
        if entry == .value(container: number, name: name) {
            drawEntry(placeholder: "empty", in: value, on: &canvas)
            return
        }
        let arrow = canvas.glyphs.isASCII ? "->" : "→"
        let text =
            switch (before, after) {
            case (let before?, let after?) where before != after: "\(before) \(arrow) \(after)"
            case (let before?, nil): "left out (\(before))"
            default: after ?? ""
            }
        canvas.text(
            text.isEmpty ? "(empty)" : text, in: value,
            isSelected ? .fieldFocused : after == nil || text.isEmpty ? .textDim : .field, cut: .middle)
    }

    private func drawEntry(placeholder: String, in line: Rect, on canvas: inout Canvas) {
        let problem = entryProblem
        let widget = TextField(
            editor, style: canvas.theme[problem == nil ? .fieldFocused : .fieldInvalid],
            placeholder: StyledText(placeholder, canvas.theme[.fieldPlaceholder]))
        let field = problem == nil ? line : line.splitLeft(max(line.columns / 2, 12)).0
        canvas.draw(widget, in: field)
        canvas.cursor = widget.cursor(in: field)
        if let problem {
            canvas.text(problem, in: line.inset(left: field.columns + 1), .statusFailed)
        }
    }

    static let commands: [Command<ContainerEnvironmentScreen, Event>] =
        [
            Command(
                "containers.edit", "edit", help: "Edit the selected variable's value, or type a new variable.",
                chords: ["Enter", "e", "Space"], footerRank: 1,
                run: { screen, _ in
                    screen.open()
                    return []
                }),
            Command(
                "containers.add", "add", help: "Add a variable to the selected container.", chords: ["a"],
                footerRank: 2,
                run: { screen, context in
                    screen.add(to: screen.selected.container)
                    screen.move(by: 0, context)
                    return []
                }),
            Command(
                "containers.leave-out", "leave out", help: "Remove the selected variable from the model.",
                chords: ["d", "Delete"], footerRank: 3, availability: isVariable,
                run: { screen, _ in
                    screen.leaveOut()
                    return []
                }),
            Command(
                "containers.restore", "restore", help: "Restore the candidate's value of the selected variable.",
                chords: ["r"], footerRank: 4, availability: isVariable,
                run: { screen, _ in
                    screen.restore()
                    return []
                }),
            Command(
                "containers.restore-all", "restore all", help: "Drop every change made by hand.", chords: ["R"],
                run: { screen, context in
                    screen.plan.environmentChanges = []
                    screen.move(by: 0, context)
                    return []
                }),
            Command(
                "containers.done", "done", help: "Go back to the form with the changes.",
                chords: ["Esc", "Backspace"],
                footerRank: 5, run: { screen, _ in screen.close() }),
        ]
        + motionCommands("containers", among: "variable", isPage: false) { screen, motion, context in
            screen.move(by: motion.rows(page: context.area.rows - 2), context)
            return []
        } + [
            Command(
                "containers.next", "next", help: "Go to the next variable.", chords: ["Tab"],
                run: { screen, context in
                    screen.move(by: 1, context)
                    return []
                }),
            Command(
                "containers.previous", "previous", help: "Go to the previous variable.", chords: ["Shift-Tab"],
                run: { screen, context in
                    screen.move(by: -1, context)
                    return []
                }),
        ]

    private static func isVariable(_ screen: ContainerEnvironmentScreen) -> Availability {
        if case .variable = screen.selected { return .available }
        return .unavailable("no variable is selected")
    }
}
