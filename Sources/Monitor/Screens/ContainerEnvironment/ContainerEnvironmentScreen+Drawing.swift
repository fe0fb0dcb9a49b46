import AWSOperations
import BatchInference
import Console

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
