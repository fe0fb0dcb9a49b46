import AWSOperations
import BatchInference
import Console

extension LaunchScreen {
    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard isEditing else { return nil }
        guard focusedField.isText else {
            // Who types here has lost sight of the row: no letter may act, and Backspace must not close the form.
            guard chord != "Space", chord.typedText != nil || chord == "Backspace" else { return nil }
            return [.toast(Toast(.hint, "\(focusedField.label) takes no text: \(focusedField.keyHint)"))]
        }
        let before = editor.text
        guard editor.handle(chord) else { return nil }
        guard editor.text != before else { return [] }
        write(editor.text, to: focus, keepsEditor: true)
        return edited(focus, context)
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard isEditing, focusedField.isText else { return [] }
        let text = PastedText.trimmed(text)
        // A whole address replaces what is there; a part of one goes where the cursor is.
        let location = focusedField.isLocation ? S3Location(url: text) : nil
        if focusedField.isLocation, text.hasBytePrefix("s3://") || location != nil { editor = TextFieldState() }
        editor.insert(location?.uri ?? text)
        write(editor.text, to: focus, keepsEditor: true)
        return edited(focus, context)
    }

    /// The text of a field as the user sees it.
    func text(of field: LaunchField) -> String {
        guard case .text(let read, _) = field.entry else { return "" }
        return drafts[field.id] ?? read(plan)
    }

    mutating func write(_ text: String, to id: LaunchField.ID, keepsEditor: Bool = false) {
        guard case .text(_, let write) = LaunchFields.field(id).entry else { return }
        drafts[id] = text
        // What is typed may go on behind a blank; what the plan gets has none at its ends.
        textProblems[id] = write(&plan, PastedText.trimmed(text))
        if id == focus, !keepsEditor { editor = TextFieldState(text) }
    }

    mutating func setFocus(_ id: LaunchField.ID) {
        trimFocused()
        focus = id
        editor = TextFieldState(text(of: focusedField))
        keyIndex = 0
    }

    /// Shows the focused field as it is used, once it is left: without white space at its ends.
    mutating func trimFocused() {
        guard let draft = drafts[focus] else { return }
        let trimmed = PastedText.trimmed(draft)
        guard !trimmed.hasSameBytes(as: draft) else { return }
        drafts[focus] = trimmed
        editor = TextFieldState(trimmed)
    }

    mutating func moveFocus(by steps: Int, wraps: Bool, _ context: Context) {
        let ids = fields.map(\.id)
        guard let place = ids.firstIndex(of: focus) else { return setFocus(.input) }
        if !text(of: focusedField).isEmpty { touched.insert(focus) }
        let wanted = place + steps
        let next = wraps ? (wanted % ids.count + ids.count) % ids.count : min(max(wanted, 0), ids.count - 1)
        setFocus(ids[next])
        reveal(context)
    }

    /// What Enter does in the focused field.
    mutating func enter(_ context: Context) -> [Effect<Event>] {
        switch focusedField.entry {
        case .text:
            if focusedField.isLocation, editor.isEmpty { return browse() }
            moveFocus(by: 1, wraps: true, context)
            return []
        case .choice, .columns: return change(by: 1, context)
        case .instance: return pickInstance()
        case .account: return pickAccount(context)
        case .containers: return editContainers()
        case .fold:
            if openGroups.remove(focus) == nil { openGroups.insert(focus) }
            reveal(context)
            return []
        }
    }

    /// Goes to another value of a choice, or ticks a response key.
    mutating func change(by steps: Int, _ context: Context) -> [Effect<Event>] {
        switch focusedField.entry {
        case .choice(let titles, let read, let write):
            write(&plan, (read(plan) + steps + titles.count) % titles.count)
            return edited(focus, context)
        case .columns: return toggleKey(context)
        case .instance, .account, .containers, .fold: return enter(context)
        case .text: return []
        }
    }

    func editContainers() -> [Effect<Event>] {
        [.navigate(.push(ContainerEnvironmentScreen(plan) { Event.environmentChanged($0) }))]
    }

    mutating func toggleKey(_ context: Context) -> [Effect<Event>] {
        let offered = plan.supportedResponseKeys
        guard offered.indices.contains(keyIndex) else { return [] }
        var ticked = Set(plan.effectiveResponseKeys)
        if ticked.remove(offered[keyIndex]) == nil { ticked.insert(offered[keyIndex]) }
        guard !ticked.isEmpty else { return [.toast(Toast(.info, "a prediction has at least one column"))] }
        let asked = offered.filter(ticked.contains)
        // What was set by hand would hide the choice.
        plan.environmentChanges.removeAll { ResponseKeys.variables.contains($0.name) }
        // The containers as they are need not be asked for anything.
        plan.responseKeys = asked == ResponseKeys.current(of: plan.containers) ? [] : asked
        return edited(.columns, context)
    }

    /// Moves along the response keys, or through the values of a choice.
    mutating func sideways(by steps: Int, _ context: Context) -> [Effect<Event>] {
        switch focusedField.entry {
        case .columns:
            keyIndex = min(max(keyIndex + steps, 0), max(plan.supportedResponseKeys.count - 1, 0))
            return []
        case .choice: return change(by: steps, context)
        default: return []
        }
    }

    func browse() -> [Effect<Event>] {
        switch focusedField.entry {
        case .instance: return pickInstance()
        default: break
        }
        let id = focusedField.isLocation ? focus : .input
        let known = [text(of: LaunchFields.field(id)), plan.input].lazy.compactMap { S3Location($0) }.first
        // Rows to predict are seldom where the training data is, but often in the same bucket.
        let bucket = [job.inputLocation ?? "", plan.output].lazy.compactMap { S3Location($0)?.bucket }.first
        let start = known ?? bucket.map { S3Location(bucket: $0) }
        return [.navigate(.push(ObjectBrowserScreen(at: start) { Event.located(id, $0) }))]
    }

    func pickInstance() -> [Effect<Event>] {
        let proposed: TransformInstanceType = job.problemType == "time series" ? .mlM512xlarge : InstanceType.proposed
        return [
            .navigate(
                .push(
                    InstancePickerScreen(current: plan.instanceType, proposed: proposed) {
                        Event.instanceChosen($0.name)
                    }))
        ]
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        guard isEditing else { return [] }
        switch event.action {
        case .wheelUp: moveFocus(by: -1, wraps: false, context)
        case .wheelDown: moveFocus(by: 1, wraps: false, context)
        case .press(.left): return click(at: event.point, context)
        default: break
        }
        return []
    }

    private mutating func click(at point: Point, _ context: Context) -> [Effect<Event>] {
        let layout = LaunchLayout(context.area, progressRows: 0)
        let rows = formRows(columns: layout.form.columns)
        let window = window(over: rows, height: layout.form.rows)
        guard layout.form.contains(point), let index = window.row(atOffset: point.row - layout.form.top) else {
            return []
        }
        let column = point.column - layout.form.left - LaunchLayout.labelColumns
        if case .moreKeys(let line) = rows[index] {
            setFocus(.columns)
            return tickKey(at: column, line: line, layout.form.columns, context)
        }
        guard case .field(let field) = rows[index] else { return [] }
        let wasFocused = focus == field.id
        if !wasFocused { setFocus(field.id) }
        switch field.entry {
        case .columns: return tickKey(at: column, line: 0, layout.form.columns, context)
        case .fold: return enter(context)
        case .choice, .instance, .account, .containers: return wasFocused ? enter(context) : []
        case .text: return []
        }
    }

    private mutating func tickKey(
        at column: Int, line: Int, _ columns: Int, _ context: Context
    ) -> [Effect<Event>] {
        let cells = keyCells(columns: Self.valueColumns(columns))
        guard let cell = cells.first(where: { $0.line == line && column >= $0.start && column < $0.start + $0.columns })
        else { return [] }
        keyIndex = cell.index
        return toggleKey(context)
    }
}
